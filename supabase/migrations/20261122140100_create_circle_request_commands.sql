-- Asking to join a circle, and handing a case over. Each returns the case, whose open screens change.

create function private.group_of_known_case(p_case uuid) returns uuid
language plpgsql set search_path = ''
as $$
declare
  found record;
begin
  select c.group_id, c.organization_id into found from public.cases as c where c.id = p_case;
  perform private.refuse_unless(
    found.group_id = any (private.my_groups())
      and (p_case = any (private.my_shared_cases()) or found.organization_id = private.my_organization()),
    'MA404'
  );
  return found.group_id;
end;
$$;
comment on function private.group_of_known_case(uuid) is 'The group of a case that the caller may know of, in its circle or not; refuses otherwise.';

create function public.ask_to_join_circle(p_id uuid, p_case uuid, p_reason text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_known_case(p_case);
begin
  if exists (
    select from public.circle_requests as r where r.id = p_id and r.case_id = p_case and r.profile_id = private.me()
  ) then
    return p_case;
  end if;
  perform private.refuse_unless(length(btrim(p_reason)) between 1 and 200, 'MA422');
  perform private.refuse_unless(not private.may_open_case(p_case), 'MA409');
  insert into public.circle_requests (id, case_id, group_id, profile_id, reason)
  values (p_id, p_case, the_group, private.me(), btrim(p_reason));
  return p_case;
end;
$$;
comment on function public.ask_to_join_circle(uuid, uuid, text) is 'Asks the circle of a case to be let in, once at a time; called again with the same id, changes nothing.';

create function public.cancel_circle_request(p_id uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_case uuid;
begin
  update public.circle_requests as r set answered_at = now(), answered_by = private.me()
  where r.id = p_id and r.profile_id = private.me() and r.answered_at is null
  returning r.case_id into the_case;
  perform private.refuse_unless(found, 'MA404');
  return the_case;
end;
$$;
comment on function public.cancel_circle_request(uuid) is 'Takes one''s own request back before it is answered.';

create function public.answer_circle_request(
  p_request uuid, p_accept boolean, p_word text, p_agreed_form text, p_agreed_on date
) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  asked record;
begin
  select r.case_id, r.profile_id, r.reason, r.answered_at into asked
  from public.circle_requests as r where r.id = p_request for no key update;
  perform private.refuse_unless(asked.case_id is not null, 'MA404');
  perform private.group_of_my_case(asked.case_id);
  perform private.refuse_unless(asked.answered_at is null, 'MA409');
  perform private.refuse_unless(p_accept is not null, 'MA422');
  update public.circle_requests as r set answered_at = now(), answered_by = private.me(), accepted = p_accept,
    word = btrim(coalesce(p_word, ''))
  where r.id = p_request;
  if p_accept then
    perform public.add_circle_member(asked.case_id, asked.profile_id, asked.reason, p_agreed_form, p_agreed_on);
  end if;
  return asked.case_id;
end;
$$;
comment on function public.answer_circle_request(uuid, boolean, text, text, date) is 'Lets somebody who asked into the circle, as an invitation would, or says no with a word; by anyone of the circle, once.';

create function public.offer_handover(p_id uuid, p_case uuid, p_to uuid, p_word text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_group constant uuid := private.group_of_my_case(p_case);
  the_referent uuid;
begin
  if exists (select from public.handovers as h where h.id = p_id and h.case_id = p_case and h.from_id = private.me()) then
    return p_case;
  end if;
  -- One at a time per case, so that two offers do not pass each other.
  perform 1 from public.cases as c where c.id = p_case for no key update;
  select f.referent_id into the_referent from private.referents as f where f.case_id = p_case;
  perform private.refuse_unless(the_referent is null or the_referent = private.me(), 'MA403');
  perform private.refuse_unless(p_to is not null and p_to <> private.me(), 'MA422');
  perform private.refuse_unless_reader(p_case, p_to);
  update public.handovers as h set answered_at = now()
  where h.case_id = p_case and h.answered_at is null
    and not exists (select from private.open_handovers as o where o.id = h.id);
  perform private.refuse_unless(
    not exists (select from public.handovers as h where h.case_id = p_case and h.answered_at is null), 'MA409'
  );
  insert into public.handovers (id, case_id, group_id, from_id, to_id, word)
  values (p_id, p_case, the_group, private.me(), p_to, btrim(coalesce(p_word, '')));
  return p_case;
end;
$$;
comment on function public.offer_handover(uuid, uuid, uuid, text) is 'Offers a case to its next référent, of the circle; by its référent, or by anyone of the circle when there is none. Nothing changes until they accept.';

create function public.answer_handover(p_handover uuid, p_accept boolean, p_word text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  offer record;
begin
  select h.case_id, h.to_id, h.answered_at into offer from public.handovers as h where h.id = p_handover for no key update;
  perform private.refuse_unless(offer.case_id is not null, 'MA404');
  perform private.group_of_my_case(offer.case_id);
  perform private.refuse_unless(offer.to_id = private.me(), 'MA403');
  perform 1 from public.cases as c where c.id = offer.case_id for no key update;
  perform private.refuse_unless(
    exists (select from private.open_handovers as o where o.id = p_handover), 'MA409'
  );
  perform private.refuse_unless(p_accept is not null, 'MA422');
  update public.handovers as h set answered_at = now(), accepted = p_accept, answer = btrim(coalesce(p_word, ''))
  where h.id = p_handover;
  if p_accept then
    update public.cases as c set referent_id = offer.to_id where c.id = offer.case_id;
  end if;
  return offer.case_id;
end;
$$;
comment on function public.answer_handover(uuid, boolean, text) is 'Takes over a case that was offered to oneself, or says no with a word; once.';

create function public.cancel_handover(p_handover uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  offer record;
begin
  select h.case_id, h.from_id into offer from public.handovers as h where h.id = p_handover for no key update;
  perform private.refuse_unless(offer.case_id is not null, 'MA404');
  perform private.group_of_my_case(offer.case_id);
  perform private.refuse_unless(offer.from_id = private.me(), 'MA403');
  update public.handovers as h set answered_at = now() where h.id = p_handover and h.answered_at is null;
  perform private.refuse_unless(found, 'MA409');
  return offer.case_id;
end;
$$;
comment on function public.cancel_handover(uuid) is 'Takes one''s own offer back before it is answered.';

create or replace function public.set_referent(p_case uuid, p_profile uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  the_referent uuid;
begin
  perform private.group_of_my_case(p_case);
  perform 1 from public.cases as c where c.id = p_case for no key update;
  perform private.refuse_unless(p_profile = private.me(), 'MA403');
  select f.referent_id into the_referent from private.referents as f where f.case_id = p_case;
  perform private.refuse_unless(the_referent is null or the_referent = p_profile, 'MA409');
  update public.cases as c set referent_id = p_profile where c.id = p_case and c.referent_id is distinct from p_profile;
  update public.handovers as h set answered_at = now() where h.case_id = p_case and h.answered_at is null;
end;
$$;
comment on function public.set_referent(uuid, uuid) is 'Becomes the référent of a case that has none; by somebody of its circle, for themself.';

create function public.open_circle_answer(p_id uuid) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  the_case uuid;
begin
  update public.circle_requests as r set seen_at = coalesce(r.seen_at, now())
  where r.id = p_id and r.profile_id = private.me() and r.accepted is not null
  returning r.case_id into the_case;
  if the_case is null then
    update public.handovers as h set seen_at = coalesce(h.seen_at, now())
    where h.id = p_id and h.from_id = private.me() and h.accepted is not null
    returning h.case_id into the_case;
  end if;
  perform private.refuse_unless(the_case is not null, 'MA404');
  return the_case;
end;
$$;
comment on function public.open_circle_answer(uuid) is 'Notes that one opened the answer to one''s own request or offer: it leaves the inbox.';

create or replace function public.find_case(p_group uuid, p_reference text)
returns table (case_id uuid, access text, outline jsonb)
language sql stable security definer set search_path = ''
as $$
  select c.case_id,
    case when private.may_open_case(c.case_id) then 'circle' else 'outline' end,
    jsonb_build_object(
      'reference', c.reference, 'shortName', c.short_name, 'cohort', c.cohort, 'stage', c.stage,
      'referentId', c.referent_id, 'blockers', coalesce(b.blockers, '[]'),
      'myRequest', (
        select jsonb_build_object('id', r.id, 'reason', r.reason, 'at', private.iso(r.created_at))
        from public.circle_requests as r
        where r.case_id = c.case_id and r.profile_id = (select private.me()) and r.answered_at is null
      )
    )
  from private.case_subjects as c
  left join private.masked_blockers as b on b.case_id = c.case_id
  where c.group_id = p_group and c.reference = p_reference
    and c.group_id = any ((select private.my_groups())::uuid[])
    and (c.shared or c.organization_id = (select private.my_organization()));
$$;

grant execute on function public.ask_to_join_circle(uuid, uuid, text) to authenticated;
grant execute on function public.cancel_circle_request(uuid) to authenticated;
grant execute on function public.answer_circle_request(uuid, boolean, text, text, date) to authenticated;
grant execute on function public.offer_handover(uuid, uuid, uuid, text) to authenticated;
grant execute on function public.answer_handover(uuid, boolean, text) to authenticated;
grant execute on function public.cancel_handover(uuid) to authenticated;
grant execute on function public.open_circle_answer(uuid) to authenticated;
