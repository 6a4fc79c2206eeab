from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

import pytest
from tests.fires.burning import NAMES, OPTIMIZE, asking
from tests.verbs.desks import OWNER, a_desk, drafted, lit, noted

from smallfires.errors import NotYet, UsageError
from smallfires.fires.acts import Drafted, PutOut
from smallfires.fires.fire import Stage
from smallfires.verbs.brief import brief

FEW = asking(4)


def test_everyone_asked_gets_a_link_of_their_own():
    """Each person gets a link that nobody can guess, and the fire is briefed in its first round."""
    desk = a_desk()
    sent = brief(desk, drafted(desk, FEW))
    assert tuple(link.person for link in sent.links) == NAMES[:4]
    assert len({link.token for link in sent.links}) == 4
    assert all(re.fullmatch(r"[\w-]{43}", link.token) for link in sent.links)
    assert (sent.round, sent.fire.stage) == (1, Stage.BRIEFED)
    assert sent.links[0].under("http://127.0.0.1:8765/") == f"http://127.0.0.1:8765/b/{sent.links[0].token}"


def test_the_token_is_kept_nowhere():
    """The ledger has the digest of each token, and the token in no form."""
    desk = a_desk()
    (link, *_) = brief(desk, drafted(desk, FEW)).links
    written = "".join(entry.content for entry in desk.ledger.entries())
    assert sha256(link.token.encode()).hexdigest() in written
    assert link.token not in written


def test_sending_twice_changes_nothing():
    """Whoever has a link keeps it; nothing is written where nobody needs one."""
    desk = a_desk()
    slug = drafted(desk, FEW)
    first = brief(desk, slug)
    again = brief(desk, slug)
    assert (again.links, again.round, again.fire.last) == ((), 1, first.fire.last)


def test_who_joins_later_gets_a_link_and_nobody_else():
    """A new name in the charter gets a link in the same round."""
    desk = a_desk()
    slug = drafted(desk, FEW)
    brief(desk, slug)
    noted(desk, slug, Drafted(asking(5)))
    sent = brief(desk, slug)
    assert ([link.person for link in sent.links], sent.round) == (["Eli"], 1)


def test_a_link_is_replaced_for_one_person_only():
    """A renewed link is new, a revoked one is gone, and both leave the others as they were."""
    desk = a_desk()
    slug = drafted(desk, FEW)
    brief(desk, slug)
    sent = brief(desk, slug, renew=("Bo",), revoke=("Dana",))
    assert ([link.person for link in sent.links], sent.round) == (["Bo"], 1)
    assert brief(desk, slug).links == ()


def test_asking_again_is_the_next_round():
    """Halfway, everyone gets a new link: definitions drift."""
    desk = a_desk()
    sent = brief(desk, lit(desk, FEW), ask_again=True)
    assert (len(sent.links), sent.round, sent.fire.stage) == (4, 2, Stage.LIT)


def test_what_is_asked_anew_goes_to_everyone_anew():
    """After a change of what is asked, the earlier round no longer holds."""
    desk = a_desk()
    slug = drafted(desk, FEW)
    brief(desk, slug)
    noted(desk, slug, Drafted(replace(FEW, success=replace(FEW.success, worthwhile="30%"))))
    sent = brief(desk, slug)
    assert (len(sent.links), sent.round) == (4, 2)


def test_a_solo_fire_needs_no_link():
    """Who asks only themselves answers without one."""
    desk = a_desk()
    sent = brief(desk, drafted(desk, replace(OPTIMIZE, people=())))
    assert (sent.links, sent.round, sent.fire.stage) == ((), 1, Stage.BRIEFED)


def test_a_stranger_is_refused_with_the_nearest_name():
    """A name that is not asked is not given a link, and nothing is written."""
    desk = a_desk()
    slug = drafted(desk, FEW)
    with pytest.raises(UsageError, match=r'"Amirah" is not asked .* Did you mean "Amira"'):
        brief(desk, slug, renew=("Amirah",))
    assert desk.fire(slug).round == 0


def test_what_cannot_be_asked_is_refused_before_anyone_is():
    """A charter whose success has no figure goes to nobody."""
    desk = a_desk()
    slug = drafted(desk, replace(FEW, success=replace(FEW.success, worthwhile="a lot")))
    with pytest.raises(UsageError, match="does not say how much"):
        brief(desk, slug)
    assert desk.fire(slug).stage is Stage.DRAFTED


def test_nobody_is_asked_when_it_is_over():
    """A fire that was put out asks nothing any more."""
    desk = a_desk()
    slug = lit(desk, FEW)
    noted(desk, slug, PutOut(f"{OWNER} saw enough"))
    with pytest.raises(NotYet, match="put out already"):
        brief(desk, slug, ask_again=True)
