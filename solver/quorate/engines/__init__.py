"""Engines that search assignments of a problem; every one behind `engines.base`."""
