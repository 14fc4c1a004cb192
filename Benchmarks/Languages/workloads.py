# SPDX-License-Identifier: Apache-2.0
"""The workloads of the comparison: what is compiled, and the data that it runs on."""

import json
import pathlib

import yaml

HERE = pathlib.Path(__file__).parent
EXAMPLES = HERE.parent.parent / "Examples"


def order():
    items = [
        {
            "sku": f"SKU-{1000 + n}",
            "name": f"Bolt M{n + 4} x 40",
            "quantity": n + 1,
            "price": 2.5 * n + 4.25,
            "stocked": n % 3 != 0,
            "tags": ["steel", f"m{n + 4}", "galvanised"],
        }
        for n in range(20)
    ]
    address = {"street": "Lange Gasse 12", "city": "Wien", "country": "AT"}
    customer = {"name": "Anna Berger", "email": "anna.berger@example.com", "address": address}
    note = "Deliver to the back gate; the boxes on top are fragile."
    return {"number": "SO-2026-0042", "note": note, "customer": customer, "items": items}


def events():
    def event(n, kind, **more):
        common = {"id": f"0198b2f0-5c3a-7d20-9f4e-3a5b6c7d8e{n:02x}", "at": f"2026-01-31T09:30:{n:02d}Z"}
        return {**common, "kind": kind, "by": f"user_{n}.x@example", **more}

    people = [{"name": "Anna", "phone": "+436601234567"}, {"name": "Ben", "phone": None}]
    result = []
    for n in range(0, 12, 3):
        result.append(event(n, "opened", title="Crack in the slab of axis B"))
        result.append(event(n + 1, "assigned", to=people))
        result.append(event(n + 2, "closed", reason="done"))
    return result


def page():
    comments = [
        {"id": n, "author": f"Reader {n} & Sons", "text": f'I think that {n} < {n + 1}, "always" & <b>everywhere</b>.'}
        for n in range(15)
    ]
    return {
        "page": {
            "title": "Foundations & footings",
            "heading": "What the <em>code</em> asks for",
            "lead": "A footing carries a column. It is checked for bearing, shear & bending. " * 6,
            "comments": comments,
            "footer": "<footer>printed as it is</footer>",
        }
    }


DATA = {
    "design": {
        "input": {
            "axial_load_dead": 600.0,
            "axial_load_live": 400.0,
            "safe_bearing_capacity": 200.0,
            "soil": "clay",
        },
        "design": {"length": 2.4, "width": 2.4, "steel_per_m3": 61.5},
    },
    "order": {"order": order()},
    "events": events(),
    "page": page(),
    "prompt": {
        "role": "an editor of engineering reports",
        "report": {"title": "Foundation of hall 7", "author": {"name": "Anna Berger"}},
        "limit": 120,
        "language": "English",
    },
    "table": {
        "rows": [
            {"sku": f"SKU-{n}", "name": f"Beam {n}", "quantity": n * 3, "price": f"{n}.50", "late": n % 4 == 0}
            for n in range(50)
        ]
    },
}


def load(language):
    """The workloads of a language: dictionaries with `name`, `data` and what is compiled."""
    result = json.loads((HERE / "workloads" / f"{language}s.json").read_text())
    for workload in result:
        if "example" in workload:
            folder = EXAMPLES / workload["example"]
            definition = yaml.safe_load((folder / f"{workload['example']}.yaml").read_text())
            workload["schema"] = definition["input_schema"]
            workload["data"] = json.loads((folder / "input.json").read_text())
        else:
            data = DATA[workload["data"]]
            workload["data"] = data["order"] if language == "schema" and workload["data"] == "order" else data
    return result
