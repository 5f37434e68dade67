"""Which stays are created, taken over, left and deleted, worked out by hand."""

from __future__ import annotations

from litgraph.graph.neo4j.stays import Changes, Stay, facts, plan_stays

OURS = 2
A = Stay(tail="p", head="c", facts=facts(since="2020-01-01", until=""))
B = Stay(tail="p", head="c", facts=facts(since="2021-01-01", until=None))


def row(edge: str, stay: Stay, *owners: int) -> dict[str, object]:
    told = {**dict(stay.facts), **{f"_w{number}": True for number in owners}}
    return {"edge": edge, "tail": stay.tail, "head": stay.head, "told": told}


def test_what_is_not_known_is_no_fact() -> None:
    assert facts(until="", since="2020-01-01", probability=0.0) == (("probability", 0.0), ("since", "2020-01-01"))


def test_new_ones_are_created() -> None:
    assert plan_stays([], [A, B, A], OURS) == Changes(create=[A, B])


def test_ours_stay() -> None:
    assert plan_stays([row("1", A, 2), row("2", B, 1, 2)], [A, B], OURS) == Changes()


def test_others_are_taken_over_not_created_again() -> None:
    assert plan_stays([row("1", A, 1)], [A], OURS) == Changes(adopt=["1"])


def test_what_we_need_no_more_is_deleted_or_left_to_others() -> None:
    held = [row("1", A, 2), row("2", B, 1, 2)]

    assert plan_stays(held, [], OURS) == Changes(delete=["1"], leave=["2"])


def test_others_that_we_never_needed_are_not_ours_to_touch() -> None:
    assert plan_stays([row("1", A, 1)], [], OURS) == Changes()


def test_of_two_of_ours_that_say_the_same_one_goes() -> None:
    assert plan_stays([row("1", A, 2), row("2", A, 2)], [A], OURS) == Changes(delete=["2"])
