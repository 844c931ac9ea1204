# Each in turn, first things first: what keeps a connection from arriving, then what keeps a login from succeeding.
# include titles
