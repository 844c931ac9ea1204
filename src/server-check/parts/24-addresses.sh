# ---------------------------------------------------------------- addresses, in awk

# Addresses as fixed-width hex digits: one comparison then serves IPv4 and IPv6, networks and ranges.
# shellcheck disable=SC2016 # $1 is awk's
NET='
# include awk/addresses.awk
'
