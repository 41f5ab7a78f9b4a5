"""Whatever people do, and in whatever order files reach whom: in the end all see the same, and nothing is lost."""

from __future__ import annotations

import itertools
import random
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from annotator.model.annotation import Person
from tests.histories import campaign
from tests.histories.campaign import STEPS, history
from tests.histories.files import File, whole
from tests.histories.peers import BEGIN, Peer, assert_same, clock_at, copied, dump
from tests.histories.world import World


class Histories(RuleBasedStateMachine):
    """People take steps, one after the other; the end is checked when none is left."""

    world: World | None = None

    @initialize(data=st.data(), count=st.integers(2, 5))
    def begin(self, data: Any, count: int) -> None:
        self.world = World(count, lambda below: data.draw(st.integers(0, below - 1)))

    @rule(data=st.data(), step=st.sampled_from(STEPS))
    def go_on(self, data: Any, step: str) -> None:
        assert self.world is not None
        self.world.pick = lambda below: data.draw(st.integers(0, below - 1))
        getattr(self.world, step)()

    def teardown(self) -> None:
        if self.world is not None:
            self.world.pick = random.Random(self.world.made).randrange
            try:
                self.world.end(check=True)
            finally:
                self.world.close()


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("seed", range(0, 600, 50))
def test_random_histories(seed: int) -> None:
    history(seed)


@pytest.mark.torture
@pytest.mark.timeout(0)
def test_a_hundred_thousand_random_histories() -> None:
    """Time-boxed: each run goes on where the last one on the same code ended."""
    figures = campaign.run(campaign.RUN_SECONDS)
    assert not figures["failures"], figures["failures"]


@pytest.fixture(scope="module")
def five() -> list[File]:
    """Files of five people who knew of some of what the others did, with one clock years ahead."""
    world = World(5, random.Random(5).randrange)
    try:
        for step in ("annotate", "edit", "tie", "reply") * 8 + ("send", "merge", "edit", "delete", "edit", "tie") * 8:
            getattr(world, step)()
        return [whole(peer) for peer in world.peers]
    finally:
        world.close()


def test_all_120_orders_of_five_files(five: list[File]) -> None:
    wanted = None
    for order in itertools.permutations(five):
        peer = Peer("newcomer", copied("newcomer"), 0)
        with clock_at(BEGIN):
            for file in order:
                peer.library.receive(file.delivery, Person("Newcomer"))
            peer.library.accept_waiting()
        found = dump(peer)
        peer.close()
        wanted = wanted or found
        assert found["annotation"]
        assert found["conflict"]
        assert_same(wanted, found, f"the orders {[file.sender for file in five]} and {[file.sender for file in order]}")
