"""The version of this distribution, in a place that every module may ask without loading the package's face."""

from typing import Final

__version__: Final = "0.1.0"
