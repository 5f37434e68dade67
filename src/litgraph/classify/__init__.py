"""From listed papers and a taxonomy to assignments: scorers, fusion, calibration, scope, decision. Values to values."""
