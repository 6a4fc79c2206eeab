"""Everything that was noted, its proof, and a search in it."""

from __future__ import annotations

from smallfires.errors import BrokenLedger
from smallfires.faces.deeds.fields import Text, Whole
from smallfires.faces.web.api.call import Answer, Asking, Call, Gives
from smallfires.faces.web.api.paging import MOST, PAGED, behind, part
from smallfires.faces.web.api.records import EntryList, LedgerProof
from smallfires.fires.found import Found
from smallfires.stores.verify import verify
from smallfires.verbs.extract import rows
from smallfires.verbs.search import MOST as USUAL
from smallfires.verbs.search import search

GROUP = "Ledger"


def _entries(asking: Asking) -> Answer:
    found = rows(asking.desk, behind(asking), asking.query["fire"])
    return Answer(EntryList(*part(asking, found, lambda one: one.number)))


def _proof(asking: Asking) -> Answer:
    try:
        last = verify(asking.desk.ledger)
    except BrokenLedger as error:
        return Answer(LedgerProof(False, None, None, error.problem, error.way_out))
    return Answer(LedgerProof(True, last.number, last.hash, "", ""))


def _found(asking: Asking) -> Answer:
    return Answer(search(asking.desk, asking.query["q"], asking.query["limit"] or USUAL))


CALLS = (
    Call(
        path="/ledger",
        key="listEntries",
        group=GROUP,
        says="The entries of the ledger as people read them, oldest first.",
        query=(Text(name="fire", label="Only those of this fire, by its slug.", longest=200, needed=False), *PAGED),
        do=_entries,
        gives=(Gives("A part of the ledger.", EntryList),),
        refuses=(404,),
    ),
    Call(
        path="/ledger/proof",
        key="proveLedger",
        group=GROUP,
        says="Whether every entry is there, and as it was written: all of them are read.",
        do=_proof,
        gives=(Gives("What the proof has shown.", LedgerProof),),
    ),
    Call(
        path="/search",
        key="search",
        group=GROUP,
        says="Words in everything ever declared and learned, the best first. What people answered is never searched.",
        query=(
            Text(name="q", label="Words, in any order.", longest=200, empty="Name a word, such as: handover."),
            Whole(name="limit", label=f"How many at most; {USUAL} unless said.", most=MOST, needed=False),
        ),
        do=_found,
        gives=(Gives("What was found.", Found),),
    ),
)
