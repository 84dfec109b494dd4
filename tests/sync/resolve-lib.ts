/** For processes of tests. */
import '../../scripts/resolve-lib.ts';
