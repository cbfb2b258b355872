//! From a path to an assessment: phases, threads, portfolio.
