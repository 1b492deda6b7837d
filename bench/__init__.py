"""What measures. Figures go to docs/benchmarks.md, with the machine named; none is a pass mark."""
