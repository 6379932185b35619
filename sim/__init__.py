"""Alliance dynamics: organisations form, sustain and dissolve alliances over a legislative term.

After Fröhlich and Jürgensen, "Allianzen des Fortschritts" (Friedrich-Ebert-Stiftung / Das
Progressive Zentrum, 2022).
"""

from sim.alliance import Alliance
from sim.compiled import CompiledModel
from sim.ensemble import run_ensemble
from sim.files import WorldFileError
from sim.model import AllianceModel
from sim.organisation import Organisation
from sim.parameters import ParameterError, Parameters

__version__ = "0.1.0"

__all__ = [
    "Alliance",
    "AllianceModel",
    "CompiledModel",
    "Organisation",
    "ParameterError",
    "Parameters",
    "WorldFileError",
    "__version__",
    "run_ensemble",
]
