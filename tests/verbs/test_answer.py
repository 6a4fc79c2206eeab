from __future__ import annotations

from dataclasses import replace

import pytest
from tests.fires.burning import NAMES, OPTIMIZE, TRANSFORM, asking
from tests.verbs.desks import OWNER, a_desk, drafted, lit, noted

from smallfires.errors import NotYet, UsageError
from smallfires.fires.acts import Amended, Answers, Drafted, PutOut
from smallfires.fires.clarity import clarity, unmet
from smallfires.verbs.answer import LONGEST, MOST_TIMES, Links, answer, answer_own, invited, own
from smallfires.verbs.brief import brief

FEW = asking(4)


def sent(desk, charter=FEW) -> dict[str, str]:
    """The tokens, by person."""
    return {link.person: link.token for link in brief(desk, drafted(desk, charter)).links}


def right(asked, **other: str) -> Answers:
    return Answers(**{question.name: question.right for question in asked.questions} | other)


def test_a_link_opens_the_brief_of_its_person():
    """A link shows the page of the one whose link it is, and the questions that all are asked."""
    desk = a_desk()
    tokens = sent(desk)
    opened = [invited(desk, token) for token in tokens.values()]
    assert tuple(one.person for one in opened) == NAMES[:4] == tuple(one.brief.person for one in opened)
    assert len({one.asked for one in opened}) == 1
    assert all(one.open and not one.given for one in opened)


def test_answers_are_noted_with_what_matched():
    """Four right answers make someone clear; they are noted in their own name."""
    desk = a_desk()
    token = sent(desk)["Bo"]
    asked = invited(desk, token).asked
    done = answer(desk, token, right(asked, measure="nobody", words=" ask first "))
    assert done.given[-1].matched == (True, False, True, True)
    (entry,) = [entry for entry in desk.ledger.entries() if entry.act == "answered"]
    assert entry.who == "Bo"
    assert desk.fire(FEW.slug).diary[-1].fact.answers.words == "ask first"
    assert token not in entry.content


def test_a_team_that_understood_can_be_lit():
    """When all have answered right, nothing keeps the fire from being lit."""
    desk = a_desk()
    for token in sent(desk).values():
        answer(desk, token, right(invited(desk, token).asked))
    fire = desk.fire(FEW.slug)
    assert unmet(clarity(fire), fire.charter.threshold) == ()


@pytest.mark.parametrize("token", ["", "no-such-token", "x" * 5_000, "é", "../../etc"])
def test_a_wrong_link_leads_nowhere(token):
    """Whatever stands at the end of a wrong link, the answer is the same."""
    desk = a_desk()
    sent(desk)
    with pytest.raises(UsageError, match="This link leads to no brief"):
        invited(desk, token)


def test_a_replaced_link_is_like_any_wrong_one():
    """After a new link, a taken back one, a new round or another team, the old link says no more than a wrong one."""
    desk = a_desk()
    tokens = sent(desk, asking(5))
    brief(desk, FEW.slug, renew=("Amira",), revoke=("Bo",))
    noted(desk, FEW.slug, Drafted(FEW))
    told = set()
    for name in ("Amira", "Bo", "Eli"):
        with pytest.raises(UsageError) as refused:
            invited(desk, tokens[name])
        told.add(str(refused.value))
    assert invited(desk, tokens["Chidi"]).person == "Chidi"
    brief(desk, FEW.slug, ask_again=True)
    with pytest.raises(UsageError) as refused:
        invited(desk, tokens["Chidi"])
    assert len(told | {str(refused.value)}) == 1


def test_kept_links_follow_the_ledger():
    """Links that are kept between requests know of new ones, and no longer of those that were replaced meanwhile."""
    desk, links = a_desk(), Links()
    tokens = sent(desk)
    assert invited(desk, tokens["Bo"], links).person == "Bo"
    (new,) = brief(desk, FEW.slug, renew=("Bo",)).links
    assert invited(desk, new.token, links).person == "Bo"
    with pytest.raises(UsageError):
        invited(desk, tokens["Bo"], links)
    brief(desk, FEW.slug, ask_again=True)
    with pytest.raises(UsageError):
        invited(desk, tokens["Chidi"], links)


def test_the_digest_is_no_key():
    """Who can read the ledger cannot answer for others: what is kept there opens nothing."""
    desk = a_desk()
    sent(desk)
    key = desk.fire(FEW.slug).diary[-1].fact.invited[0].key
    with pytest.raises(UsageError):
        invited(desk, key)


def test_a_link_taken_back_is_not_opened_by_nothing():
    """A person without a link is not reached by an empty token."""
    desk = a_desk()
    sent(desk)
    brief(desk, FEW.slug, revoke=NAMES[:4])
    with pytest.raises(UsageError):
        invited(desk, "")


def test_links_of_two_fires_do_not_mix():
    """Each link opens its own fire."""
    desk = a_desk()
    one, other = sent(desk), sent(desk, replace(TRANSFORM, people=FEW.people))
    assert [invited(desk, tokens["Bo"]).fire.slug for tokens in (one, other)] == [OPTIMIZE.slug, TRANSFORM.slug]


def test_first_answers_count_and_there_is_an_end():
    """Someone may answer again after reading again, a few times; the first answers stay those that count."""
    desk = a_desk()
    tokens = sent(desk)
    token = tokens.pop("Bo")
    asked = invited(desk, token).asked
    answer(desk, token, right(asked, intent="both"))
    for _ in range(MOST_TIMES - 1):
        done = answer(desk, token, right(asked))
    assert not done.open
    with pytest.raises(NotYet, match="answered 3 times"):
        answer(desk, token, right(asked))
    for other in tokens.values():
        answer(desk, other, right(asked))
    assert clarity(desk.fire(FEW.slug)).everyone.matched == len(tokens)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [({"intent": "maybe"}, "question 1"), ({"worse": ""}, "question 4"), ({"words": "x" * (LONGEST + 1)}, "own words")],
)
def test_what_was_not_offered_is_refused(wrong, problem):
    """An answer that nobody offered, or words without end, are refused and not noted."""
    desk = a_desk()
    token = sent(desk)["Bo"]
    with pytest.raises(UsageError, match=problem):
        answer(desk, token, right(invited(desk, token).asked, **wrong))
    assert not invited(desk, token).given


def test_a_changed_charter_asks_nothing_until_it_is_sent_again():
    """While what is asked has changed and has not gone out, a link says so."""
    desk = a_desk()
    token = sent(desk)["Bo"]
    harder = replace(FEW, success=replace(FEW.success, worthwhile="30%"))
    noted(desk, FEW.slug, Amended(harder, harder.seal(), "too easy", (), True))
    with pytest.raises(NotYet, match="What is asked has changed"):
        invited(desk, token)


def test_who_is_late_may_still_answer():
    """Someone who was away answers after lighting; their answers are kept."""
    desk = a_desk()
    slug = lit(desk, FEW)
    token = brief(desk, slug, ask_again=True).links[0].token
    assert answer(desk, token, right(invited(desk, token).asked)).given[-1].round == 2


def test_when_it_is_over_the_brief_is_still_there_and_nothing_is_asked():
    """A fire that was put out shows its brief, and takes no answers."""
    desk = a_desk()
    slug = lit(desk, FEW)
    token = brief(desk, slug, ask_again=True).links[0].token
    noted(desk, slug, PutOut("enough"))
    opened = invited(desk, token)
    assert (opened.over, opened.open) == (True, False)
    with pytest.raises(NotYet, match="put out already"):
        answer(desk, token, right(opened.asked))


def test_the_owner_of_a_solo_fire_answers_without_a_link():
    """Alone, the owner is asked by name, and their own answers are the clarity."""
    desk = a_desk()
    slug = drafted(desk, replace(OPTIMIZE, people=()))
    answer_own(desk, slug, right(own(desk, slug).asked))
    fire = desk.fire(slug)
    assert unmet(clarity(fire), fire.charter.threshold) == ()


def test_nobody_answers_for_others():
    """Where others are asked, or somebody else acts, answering by name is refused with the way out."""
    desk = a_desk()
    with pytest.raises(UsageError, match="others are asked"):
        own(desk, drafted(desk, FEW))
    other = replace(a_desk(desk.ledger, who="Somebody"))
    slug = drafted(desk, replace(TRANSFORM, people=()))
    with pytest.raises(UsageError, match=OWNER):
        own(other, slug)
