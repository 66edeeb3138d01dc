"""trueeffect: how does a treatment work, and how effective is it really?

Public names load when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "check": "trueeffect.app.check_article:check",
    "ask": "trueeffect.app.answer_question:ask",
    "evidence": "trueeffect.evidence.load:load_evidence",
    "read_article": "trueeffect.text.reading:read_article",
    "effect_sizes": "trueeffect.synthesis.effects:effect_sizes",
    "pool": "trueeffect.synthesis.pool:pool",
    "pool_many": "trueeffect.synthesis.pool_many:pool_many",
    "regress": "trueeffect.synthesis.pool:regress",
    "predict": "trueeffect.synthesis.predict:predict",
    "heterogeneity_interval": "trueeffect.synthesis.heterogeneity:heterogeneity_interval",
    "diagnose": "trueeffect.synthesis.diagnose:diagnose",
    "leave_one_out": "trueeffect.synthesis.diagnose:leave_one_out",
    "cumulative": "trueeffect.synthesis.diagnose:cumulative",
    "profile": "trueeffect.synthesis.diagnose:profile",
    "gosh": "trueeffect.synthesis.diagnose:gosh",
    "chance_beyond": "trueeffect.synthesis.new_study:chance_beyond",
    "bootstrap_prediction": "trueeffect.synthesis.new_study:bootstrap_prediction",
    "study_effects": "trueeffect.synthesis.follow_up:study_effects",
    "contrasts": "trueeffect.synthesis.follow_up:contrasts",
    "compare_models": "trueeffect.synthesis.follow_up:compare_models",
    "variance_inflation": "trueeffect.synthesis.follow_up:variance_inflation",
    "transform": "trueeffect.synthesis.transforms:transform",
    "transform_delta": "trueeffect.synthesis.transforms:transform_delta",
    "pool_counts": "trueeffect.synthesis.counts:pool_counts",
    "pool_both": "trueeffect.synthesis.both_models:pool_both",
    "pool_binary": "trueeffect.synthesis.binary:pool_binary",
    "subgroups": "trueeffect.synthesis.subgroups:subgroups",
    "study_intervals": "trueeffect.synthesis.study_intervals:study_intervals",
    "proportion_intervals": "trueeffect.synthesis.study_intervals:proportion_intervals",
    "robust": "trueeffect.synthesis.robust:robust",
    "robust_pool": "trueeffect.synthesis.robust:robust_pool",
    "permutation": "trueeffect.synthesis.robust:permutation",
    "regress_scale": "trueeffect.synthesis.location_scale:regress_scale",
    "aggregate": "trueeffect.synthesis.aggregate:aggregate",
    "recover": "trueeffect.synthesis.recovered:recover",
    "Numeric": "trueeffect.synthesis.moderators:Numeric",
    "Factor": "trueeffect.synthesis.moderators:Factor",
    "Interaction": "trueeffect.synthesis.moderators:Interaction",
    "regression_test": "trueeffect.synthesis.bias.asymmetry:regression_test",
    "bias_test": "trueeffect.synthesis.bias.asymmetry:bias_test",
    "rank_test": "trueeffect.synthesis.bias.asymmetry:rank_test",
    "trim_fill": "trueeffect.synthesis.bias.trim_fill:trim_fill",
    "fail_safe_n": "trueeffect.synthesis.bias.fail_safe:fail_safe_n",
    "excess_significance": "trueeffect.synthesis.bias.excess:excess_significance",
    "selection_model": "trueeffect.synthesis.bias.selection:selection_model",
    "p_curve": "trueeffect.synthesis.bias.limit:p_curve",
    "limit_meta_analysis": "trueeffect.synthesis.bias.limit:limit_meta_analysis",
    "pet_peese": "trueeffect.synthesis.bias.limit:pet_peese",
    "network": "trueeffect.synthesis.network.fit:network",
    "read_network": "trueeffect.synthesis.network.read:read_network",
    "network_ranks": "trueeffect.synthesis.network.follow_up:network_ranks",
    "network_split": "trueeffect.synthesis.network.follow_up:network_split",
    "network_decompose": "trueeffect.synthesis.network.follow_up:network_decompose",
    "network_evidence": "trueeffect.synthesis.network.follow_up:network_evidence",
    "network_counts": "trueeffect.synthesis.network.counts:network_counts",
    "network_components": "trueeffect.synthesis.network.components:network_components",
    "network_contributions": "trueeffect.synthesis.network.follow_up:network_contributions",
    "network_heat": "trueeffect.synthesis.network.follow_up:network_heat",
    "network_funnel": "trueeffect.synthesis.network.follow_up:network_funnel",
    "network_contrasts": "trueeffect.synthesis.network.follow_up:network_contrasts",
    "multilevel": "trueeffect.synthesis.multilevel.fit:multilevel",
    "component_profile": "trueeffect.synthesis.multilevel.follow_up:component_profile",
    "component_interval": "trueeffect.synthesis.multilevel.follow_up:component_interval",
    "group_effects": "trueeffect.synthesis.multilevel.follow_up:group_effects",
    "multilevel_influence": "trueeffect.synthesis.multilevel.follow_up:multilevel_influence",
    "vcov": "trueeffect.synthesis.multilevel.vcov:vcov",
    "Groups": "trueeffect.synthesis.multilevel.terms:Groups",
    "Correlated": "trueeffect.synthesis.multilevel.terms:Correlated",
    "Slopes": "trueeffect.synthesis.multilevel.terms:Slopes",
    "Spatial": "trueeffect.synthesis.multilevel.terms:Spatial",
    "dose_response": "trueeffect.synthesis.dose_response:dose_response",
    "e_value": "trueeffect.synthesis.unmeasured:e_value",
    "worst_case_bias": "trueeffect.synthesis.unmeasured:worst_case_bias",
    "rare": "trueeffect.synthesis.rare:rare",
    "bayes": "trueeffect.synthesis.bayes:bayes",
    "prior_sensitivity": "trueeffect.synthesis.bayes:prior_sensitivity",
    "HalfNormal": "trueeffect.stats.bayes.priors:HalfNormal",
    "HalfCauchy": "trueeffect.stats.bayes.priors:HalfCauchy",
    "Uniform": "trueeffect.stats.bayes.priors:Uniform",
    "LogNormalTau2": "trueeffect.stats.bayes.priors:LogNormalTau2",
    "LogTTau2": "trueeffect.stats.bayes.priors:LogTTau2",
    "TrueEffectError": "trueeffect.errors:TrueEffectError",
}

_ROOMS = ("person", "plot")
"""Public names that are rooms, each with functions of its own."""

__all__ = ["__version__", *sorted([*_PUBLIC, *_ROOMS])]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return importlib.import_module(f"trueeffect.{name}")
    try:
        module, attribute = _PUBLIC[name].split(":")
    except KeyError:
        raise AttributeError(f"module 'trueeffect' has no attribute {name!r}") from None
    return getattr(importlib.import_module(module), attribute)


def __dir__() -> list[str]:
    return list(__all__)


class _Room(ModuleType):
    """A room that shares its name with a public function: calling the room calls the function."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return __getattr__(self.__name__.rpartition(".")[2])(*args, **kwargs)


class _Package(ModuleType):
    """The package; importing ``trueeffect.check.claims`` binds ``check``; it must not hide ``check()``."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _PUBLIC and isinstance(value, ModuleType):
            value.__class__ = _Room
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
