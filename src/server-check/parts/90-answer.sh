# ---------------------------------------------------------------- the answer

in_order() { # the verdicts: proved and likely ones first, then possible ones, each in the order of $ORDER
  printf '%s' "$FOUND" | awk -F'\t' -v order="$(say "$ORDER" | tr '\n' ' ')" '
    { k = $1 SUBSEP ($2 == "possible"); if (!(k in line)) line[k] = $0 }
    END { n = split(order, p, " "); for (late = 0; late < 2; late++) for (k = 1; k <= n; k++) if (((p[k], late) in line) && !done[p[k]]++) print line[p[k], late] }'
}

print_text() {
  say "SSH server check: port $port${user:+, user $user}${from:+, from $from}${fingerprint:+, key $fingerprint}, on $system"
  say; say VERDICT
  if [ -z "$verdicts" ]; then say '  Nothing was found on this server that blocks this login.'; fi
  say "$verdicts" | while IFS=$TAB read -r id certainty why; do
    [ -z "$id" ] || { say "  server/$id ($certainty): $(title "$id")"; say "    $why"; }
  done
  say; say EVIDENCE
  printf '%s' "$EVIDENCE" | awk -F'\t' '{ printf "  %s %-11s %s\n", $1, $2, $3 }'
  [ -z "$verdicts" ] || { say; say "FIX on this system (nothing was changed yet)"; }
  say "$verdicts" | while IFS=$TAB read -r id certainty why; do
    [ -z "$id" ] || { say "  server/$id"; fix "$id" | awk '{ gsub(/[^ -~]/, "?"); print (NR > 1 ? "      " : "    ") $0 }'; }
  done
  [ -z "$UNSEEN" ] || { say; say 'NOT SEEN'; printf '%s' "$UNSEEN" | awk '{ print "  - " $0 }'; }
}

FRAME='SSH PREFLIGHT ANSWER'
print_block() { # the same answer for SSH Preflight, as one block that survives a paste
  say; say 'ANSWER for SSH Preflight (paste everything from BEGIN to END)'
  say "-----BEGIN $FRAME-----"
  write_answer block
  say "-----END $FRAME-----"
}
without_frames() { # no text of a log or a file name can begin a block
  awk '{ gsub(/SSH ?PREFLIGHT ?ANSWER/, "SSH-PREFLIGHT-ANSWER"); print }'
}

write_answer() { # json: one object on one line; block: the same without its fixes, in base64
  {
    say "asked${TAB}port$TAB$port"; say "asked${TAB}user$TAB$user"; say "asked${TAB}from$TAB$from"; say "asked${TAB}keyFingerprint$TAB$fingerprint"
    say "system${TAB}name$TAB$system"; say "system${TAB}init$TAB$init"; say "system${TAB}server$TAB${version:-$server}"; say "system${TAB}root$TAB$uid"
    say "$verdicts" | while IFS=$TAB read -r id certainty why; do
      [ -z "$id" ] || { say "verdict${TAB}server/$id$TAB$certainty$TAB$(title "$id")$TAB$why"; fix "$id" | awk '{ print "fix\t" $0 }'; }
    done
    printf '%s' "$EVIDENCE" | awk '{ print "evidence\t" $0 }'
    printf '%s' "$UNSEEN" | awk '{ print "unseen\t" $0 }'
  } | awk -F'\t' -v form="$1" "$ANSWER"
}

# Input: lines, tab separated, with the name of the part, then its values. Output: only printable ASCII. awk itself does the base64
# (RFC 4648) and the checksum (Adler-32 of the JSON, RFC 1950 section 8.2), as not every router has base64 and cksum.
# A block has at most 30000 bytes of JSON, as all inputs of a workflow together have 64 kB. When something does not fit, it says so ("whole").
ANSWER='
# include awk/answer.awk
'
