# ---------------------------------------------------------------- the firewall's rules, in awk

# Walks the rules in order for one new TCP connection, as the kernel does. Input: iptables-save, ip6tables-save, ipset save
# and nft list ruleset, each after a line "#source ...". Rules of iptables are first translated to nftables.
# A rule with an unknown condition is "not judged": it is skipped, and the answer is no longer certain.
# Output, tab separated: verdict (accept, drop, reject, elsewhere), sure or unsure, table, chain, the rule, port after redirects.
# shellcheck disable=SC2016 # $ is awk's
WALK=$NET'
# include awk/walk-packet.awk

# include awk/walk-rule.awk

# include awk/walk-chains.awk

# include awk/walk-input.awk
'
