"""What somebody would write without Quorate: python-constraint, PyYAML, the six clauses as Python functions."""

import json
import sys

import yaml
from constraint import Problem

with open(sys.argv[1], encoding="utf-8") as file:
    roster = yaml.safe_load(file)
people = roster["people"]
seats = range(3)
able = [person for person, facts in people.items() if facts["independent"]]
problem = Problem()
for seat in seats:
    problem.addVariable(seat, able)


def having(members: tuple[str, ...], fact: str) -> int:
    return sum(people[person][fact] for person in members)


problem.addConstraint(lambda *members: list(members) == sorted(set(members)), seats)
problem.addConstraint(lambda *members: having(members, "literate") >= 3, seats)
problem.addConstraint(lambda *members: 3 * having(members, "overboarded") <= len(members), seats)
problem.addConstraint(lambda *members: having(members, "local") >= 1, seats)
problem.addConstraint(lambda *members: having(members, "senior") <= 4, seats)
today = set(roster["bodies"]["pay"]["members"])
found = [sorted(solution.values()) for solution in problem.getSolutions()]
found.sort(key=lambda members: (-len(today & set(members)), members))
print(json.dumps({"lawful": len(found), "slates": found[:10]}))
