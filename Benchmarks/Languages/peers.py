# SPDX-License-Identifier: Apache-2.0
"""The peers, each as a function that takes a workload and gives a function without arguments: one run.

What can be done before is: compiling, and converting the data where the library has a form for it.
"""

import functools
import json

import cel
import celpy
import chevron
import jsonschema
import jsonschema_rs
import pybars
from handlebarrz._native import HandlebarrzTemplate

# The names of the libraries, whether they are native, and what they do in each run that the others do not.
PYTHON, NATIVE = "Python", "native"


def cel_python(workload):
    environment = celpy.Environment()
    program = environment.program(environment.compile(workload["source"].replace("$", "")))
    return functools.partial(program.evaluate, celpy.json_to_cel(workload["data"]))


def common_expression_language(workload):
    program = cel.compile(workload["source"].replace("$", ""))
    return functools.partial(program.execute, cel.Context(variables=workload["data"]))


def pybars3(workload):
    return functools.partial(pybars.Compiler().compile(workload["handlebars"]), workload["data"])


def chevron_(workload):
    # It has no compiled form, but keeps the tokens of the templates that it has seen.
    source = workload.get("mustache", workload["handlebars"])
    return functools.partial(chevron.render, source, workload["data"])


def dotprompt_handlebars(workload):
    registry = HandlebarrzTemplate()
    registry.register_template("workload", workload["handlebars"])
    return functools.partial(registry.render, "workload", json.dumps(workload["data"]))


def jsonschema_(workload):
    validator = jsonschema.Draft202012Validator(
        workload["schema"], format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    return functools.partial(validator.is_valid, workload["data"])


def jsonschema_rs_(workload):
    validator = jsonschema_rs.Draft202012Validator(workload["schema"], validate_formats=True)
    return functools.partial(validator.is_valid, workload["data"])


PEERS = {
    "expression": [
        ("cel-python", PYTHON, cel_python),
        ("common-expression-language", NATIVE, common_expression_language),
    ],
    "template": [
        ("chevron", PYTHON, chevron_),
        ("pybars3", PYTHON, pybars3),
        ("dotprompt-handlebars", NATIVE, dotprompt_handlebars),
    ],
    "schema": [
        ("jsonschema", PYTHON, jsonschema_),
        ("jsonschema-rs", NATIVE, jsonschema_rs_),
    ],
}


def plain(value):
    """A result as JSON has it, whatever classes the library wraps it in."""
    if isinstance(value, celpy.celtypes.BoolType):
        return bool(value)
    if isinstance(value, list):
        return [plain(element) for element in value]
    return str(value) if isinstance(value, str) else value
