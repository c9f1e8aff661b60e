"""From a trace of load to a scaling decision: service time, simulation, search, verdict; no network, no Pulumi."""
