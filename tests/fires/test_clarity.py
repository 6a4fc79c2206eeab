from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.fires.burning import NAMES, OPTIMIZE, OTHERS, answered, asking, briefed, fire, understood

from smallfires.fires.acts import Amended, Drafted, Invited, Lit, Marked
from smallfires.fires.charter import Person, Threshold
from smallfires.fires.clarity import LEAST, clarity, unmet

DEFAULT = Threshold()
TICKETS = {"measure": "tickets"}


def test_clarity_is_the_plain_share_of_those_asked():
    """Of eleven asked, who has not answered counts as not having understood, and is named."""
    found = clarity(understood(OPTIMIZE, {"Bo": TICKETS}, silent=("Kai",)))
    assert (found.everyone.asked, found.everyone.answered, found.everyone.matched) == (11, 10, 9)
    assert found.waiting == ("Kai",)


def test_the_most_common_wrong_belief_is_told_by_question():
    """4 of 11 believe that success is fewer tickets: that is what the owner reads, with the sentence to rewrite."""
    wrong = dict.fromkeys(NAMES[:4], TICKETS) | {NAMES[4]: {"measure": "complaints"}}
    found = clarity(understood(OPTIMIZE, wrong))
    measure = found.questions[1]
    assert (measure.matched, measure.belief.text, measure.belief.count) == (6, "Tickets", 4)
    assert [one.belief for one in found.questions if one is not measure] == [None] * 3
    assert [one.sentence for one in found.rewrite] == [
        "One figure tells whether it worked: handover minutes. No other figure decides that."
    ]


def test_no_single_answer_shows():
    """Below four answers nothing is told but how many have answered; a small team is told its total when all have."""
    few = clarity(understood(asking(8), {"Amira": TICKETS}, silent=NAMES[LEAST - 1 : 8]))
    assert (few.questions, few.words, few.rewrite, few.told) == ((), (), (), False)
    assert few.everyone.matched is None
    small = clarity(understood(asking(3), {"Amira": TICKETS}))
    assert small.told
    assert (small.questions, small.everyone.matched) == ((), 2)


def test_first_answers_count():
    """Whoever answers again after reading again does not undo what they understood at first."""
    charter = asking(4)
    given = [answered(charter, name) for name in NAMES[1:4]]
    found = clarity(
        fire(
            Drafted(charter), briefed(charter), answered(charter, "Amira", TICKETS), answered(charter, "Amira"), *given
        )
    )
    assert found.everyone.matched == 3


def test_leaders_are_told_apart_where_enough_have_answered():
    """Leaders take the same test and are shown beside the others, unless either group is so small that answers would show."""
    people = tuple(Person(name=name, leads=place < LEAST) for place, name in enumerate(NAMES))
    found = clarity(understood(replace(OPTIMIZE, people=people), {"Amira": TICKETS, "Kai": TICKETS, "Jo": TICKETS}))
    assert ((found.leaders.matched, found.leaders.asked), (found.rest.matched, found.rest.asked)) == ((3, 4), (5, 7))
    people = tuple(replace(person, leads=person.name == "Amira") for person in people)
    assert clarity(understood(replace(OPTIMIZE, people=people), {})).leaders is None


def test_own_words_are_shown_in_an_order_of_their_own():
    """Own words stand in an order that is not that of the answers, the same each time, with their last mark."""
    given = [answered(OPTIMIZE, name, words=f"words of {place}") for place, name in enumerate(NAMES)]
    marks = (Marked(3, "no"), Marked(3, "partly"))
    found = clarity(fire(Drafted(OPTIMIZE), briefed(OPTIMIZE), *given, *marks))
    order = [int(one.text.split()[-1]) for one in found.words]
    assert sorted(order) == list(range(len(NAMES))) != order
    assert {one.text: one.mark for one in found.words if one.mark} == {"words of 0": "partly"}
    assert [one.code for one in found.words] == sorted({one.code for one in found.words})
    assert found.words == clarity(fire(Drafted(OPTIMIZE), briefed(OPTIMIZE), *given, *marks)).words


def test_empty_words_are_nothing_to_mark():
    """Who wrote nothing leaves nothing to read."""
    assert clarity(understood(OPTIMIZE, {})).words == ()


def test_an_amendment_that_has_to_be_confirmed_asks_again():
    """After such an amendment no earlier answer counts, until the brief goes out again and is answered again."""
    charter = asking(4)
    new = replace(charter, success=replace(charter.success, worthwhile="20%"))
    before = [Drafted(charter), briefed(charter), *(answered(charter, name) for name in NAMES[:4])]
    amended = [*before, Lit(charter, charter.seal()), Amended(new, new.seal(), "too easy", (), True)]
    stale = clarity(fire(*amended))
    assert (stale.everyone.answered, stale.current) == (0, False)
    assert "has to go out again" in unmet(stale, DEFAULT)[0]
    again = clarity(fire(*amended, briefed(new, 2), answered(new, "Amira", number=2)))
    assert (again.round, again.everyone.answered, again.waiting, again.current) == (2, 1, NAMES[1:4], True)


def test_an_amendment_of_something_else_keeps_the_answers():
    """A change that needs no confirmation, such as of the horizon, leaves every answer as it was."""
    charter = asking(4)
    new = replace(charter, horizon=replace(charter.horizon, end=date(2026, 7, 3)))
    given = [answered(charter, name) for name in NAMES[:4]]
    found = clarity(fire(Drafted(charter), briefed(charter), *given, Amended(new, new.seal(), "holidays", (), False)))
    assert (found.everyone.answered, found.current, unmet(found, DEFAULT)) == (4, True, ())


def test_a_new_draft_that_asks_something_else_makes_answers_void():
    """Before lighting, a redraft of what is asked starts anew; one of a title does not."""
    charter = asking(4)
    given = [answered(charter, name) for name in NAMES[:4]]
    retitled, harder = (
        replace(charter, title="Shorter"),
        replace(charter, success=replace(charter.success, worthwhile="30%")),
    )
    assert clarity(fire(Drafted(charter), briefed(charter), *given, Drafted(retitled))).everyone.answered == 4
    assert clarity(fire(Drafted(charter), briefed(charter), *given, Drafted(harder))).everyone.answered == 0


def test_earlier_rounds_can_be_looked_at():
    """Asked again halfway, each round has its own figures: definitions drift."""
    charter = asking(4)
    first = [answered(charter, name) for name in NAMES[:4]]
    later = [answered(charter, name, TICKETS, number=2) for name in NAMES[:4]]
    burning = fire(Drafted(charter), briefed(charter), *first, briefed(charter, 2), *later)
    assert [clarity(burning, number).everyone.matched for number in (1, 2, None)] == [4, 0, 0]
    assert (clarity(burning).before, clarity(burning, 1).before) == (clarity(burning, 1).everyone, None)


def test_someone_new_is_waited_for():
    """A person who joins after the brief went out is asked, too, and counts as not having answered."""
    charter = asking(4)
    grown = asking(5)
    given = [answered(charter, name) for name in NAMES[:4]]
    more = replace(briefed(charter), invited=(Invited("Eli", "key"),))
    found = clarity(fire(Drafted(charter), briefed(charter), *given, Drafted(grown), more))
    assert (found.waiting, found.everyone.answered) == (("Eli",), 4)


def test_a_solo_fire_has_its_owners_answers():
    """One who asks only themselves is told what they got wrong, and cannot light it so."""
    solo = replace(OPTIMIZE, people=())
    found = clarity(fire(Drafted(solo), briefed(solo), answered(solo, "Ruth Adler", {"worse": "nobody"})))
    assert (found.solo, found.everyone.asked, found.questions[3].matched) == (True, 1, 0)
    assert unmet(found, DEFAULT) == ("The answers do not match the charter yet.",)
    assert unmet(clarity(fire(Drafted(solo), briefed(solo), answered(solo, "Ruth Adler"))), DEFAULT) == ()


@pytest.mark.parametrize(
    ("people", "wrong", "silent", "reasons"),
    [
        (11, 0, 0, []),
        (11, 2, 0, []),
        (11, 3, 0, ["8 of 11 understood all that is asked (73 %); it takes 80 %.", "“Which one figure"]),
        (10, 2, 0, []),
        (11, 0, 1, ["1 of 11 has not answered yet: Kai."]),
        (7, 1, 0, ["6 of 7 understood all that is asked (86 %); below 8 people it takes all."]),
        (7, 0, 2, ["2 of 7 have not answered yet: Fay and Gus.", "5 of 7 understood"]),
        (8, 1, 0, []),
    ],
)
def test_a_fire_is_lit_only_when_it_is_clear(people, wrong, silent, reasons):
    """All have to answer and four of five to understand, in total and by question; below eight people all of them."""
    names = NAMES[:people]
    burning = understood(asking(people), dict.fromkeys(names[:wrong], TICKETS), silent=names[people - silent :])
    missing = unmet(clarity(burning), DEFAULT)
    assert len(missing) == len(reasons)
    assert missing == clarity(burning).missing
    assert all(said.startswith(start) for said, start in zip(missing, reasons, strict=True))


def test_many_small_misunderstandings_are_no_clarity():
    """Where each question is clear by itself, but each person missed another one, it is not clear."""
    wrong = {
        NAMES[0]: {"intent": "both"},
        NAMES[1]: TICKETS,
        NAMES[2]: {"effect": "nobody"},
        NAMES[3]: {"worse": "nobody"},
    }
    assert len(unmet(clarity(understood(OPTIMIZE, wrong)), DEFAULT)) == 1


def test_too_few_answers_are_never_clear():
    """A charter that asks for few answers is not lit on three of them: nothing could be told by question."""
    lax = Threshold(answered=0.2, match=0.2, question=0.2)
    assert unmet(clarity(understood(asking(10), {}, silent=NAMES[3:10])), lax) == (
        "Fewer than 4 have answered: what was understood cannot be told by question yet.",
    )


def test_nothing_is_clear_before_the_brief_went_out():
    """Without a brief there is one reason, whatever else is missing."""
    assert unmet(clarity(fire(Drafted(OPTIMIZE))), DEFAULT) == ("The brief has not gone out yet.",)


def test_the_owner_is_told_when_the_measure_cannot_hide():
    """A teach-back that could not hide the measure says so with its results."""
    alone = replace(OPTIMIZE, guardrails=())
    assert clarity(fire(Drafted(alone), briefed(alone, others=()))).note
    assert clarity(fire(Drafted(alone), briefed(alone, others=OTHERS))).note == ""
