# ---------------------------------------------------------------- the keys

KEYTYPE='(ssh-(ed25519|rsa|dss)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)'

# For each line: what is wrong with it, and the keys in it, as ssh-keygen can read them. Output, tab separated:
# "fault", line, reason; and "key", line, kind (ok, ca, broken, comment), the key. Only fingerprints of keys are ever printed.
# shellcheck disable=SC2016 # $ is awk's
READ_KEYS='
# include awk/keys.awk
'

look_at_keys() { # can each line of authorized_keys be read, and where is the offered key
  good='' good_file='' shut='' utf16='' glued='' commented='' broken='' key_count=0
  [ -n "$present" ] || return 0
  case $incomplete in (*'does not start'*) unseen "The keys of $user: ssh-keygen might not start either."; closed=yes; return 0 ;; esac
  IFS=$NL
  for each in $present; do
    user_text "$each" || { unseen "The keys in $each: ${user:-you} cannot read it, or it is not a plain file of that account."; closed=yes; continue; }
    case $text in (*'s?s?h?-?'*|*'e?c?d?s?a?-?'*|*'s?k?-?'*)
      # user_text gives a NUL as ?: in UTF-16 there is one for each ASCII character.
      utf16="$each is UTF-16, as Windows PowerShell writes it: sshd cannot read its keys."; note '!!' keys "$utf16"; continue ;;
    esac
    [ ${#text} -lt 1000000 ] || { unseen "The keys in $each behind the first 1000000 bytes."; closed=yes; }
    lines=$(say "$text" | quick awk -v type="$KEYTYPE" "$READ_KEYS")
    [ $? != 124 ] || { unseen "The keys in $each: too many to read within two seconds."; closed=yes; continue; }
    # One run of ssh-keygen for all keys: each has its line as its comment.
    prints=$(say "$lines" | awk -F'\t' '$1 == "key" { print $4 " " $3 ":" $2 }' | quick ssh-keygen -l -E sha256 -f - 2>/dev/null)
    [ $? != 124 ] || { unseen "The keys in $each: too many to read within two seconds."; closed=yes; continue; }
    key_count=$((key_count + $(say "$prints" | grep -cE ' (ok|ca):')))
    broken=$broken$({ say "$prints"; say "#$NL$lines"; } | awk -F'\t' -v f="$each" '
      $0 == "#" { in_lines = 1; next }
      !in_lines { split($0, p, " "); readable[p[3]] = 1; next }
      n >= 20 { next }
      $1 == "fault" { n++; print f " line " $2 ": " $3 "; " }
      # OpenSSH 10 no longer reads DSA keys: such an old line is not broken.
      $1 == "key" && $4 !~ /^ssh-dss / && $3 ~ /ok|ca/ && !(($3 ":" $2) in readable) { print f " line " $2 ": the key is cut or corrupt; " }')
    [ -n "$fingerprint" ] || continue
    # The same key may be there a thousand times: the first lines count.
    for hit in $(say "$prints" | awk -v f="$fingerprint" '$2 == f && n++ < 20 { print $3, $4, $1 }'); do
      hit_bits=${hit##* } hit=${hit% *}; hit_type=${hit#* } hit=${hit%% *}
      case $hit in
        (ok:*) judge_line "$each" "${hit#*:}" ;;
        (ca:*) shut="$each, line ${hit#*:}, has the key as cert-authority: it then signs certificates, and is no login key itself." ;;
        (broken:*) glued=$each ;;
        (comment:*) commented="$each, line ${hit#*:}" ;;
      esac
    done
  done
  unset IFS
  broken=$(say "$broken" | head -n 20)
  note -- keys "$key_count readable keys${broken:+; broken: $broken}"
}

judge_line() { # does line $2 of file $1, which has the offered key, allow this client?
  options=$(say "$text" | awk -v n="$2" -v type="$KEYTYPE" 'NR == n && match($0, "(^|[ \t])" type "[ \t]+AAAA") { print substr($0, 1, RSTART - 1); exit }')
  value() { say "$options" | awk -v k="$1" '{ i = index(tolower($0), k "=\""); if (i) { $0 = substr($0, i + length(k) + 2); sub(/".*/, ""); print } }'; }
  case $options in (*[Cc][Oo][Mm][Mm][Aa][Nn][Dd]=*)
    note '!!' keys "line $2 has command=: every login runs that and nothing else (session/forced-command)"
    [ "$(one permitrootlogin prohibit-password)" != forced-commands-only ] || lose root-login-off ;;
  esac
  hosts=$(value from) expiry=$(value expiry-time)
  case $expiry in (*[Zz]) now=$(date -u +%Y%m%d%H%M%S) ;; (*) now=$(date +%Y%m%d%H%M%S) ;; esac
  if [ -n "$expiry" ] && [ "$(say "$expiry" | awk -v now="$now" '{ e = $0; sub(/[Zz]$/, "", e); while (length(e) < 14) e = e "0"; print (e "" < now "") }')" = 1 ]; then
    shut="$1, line $2, has the key, but its expiry-time=\"$expiry\" has passed."; return 0
  fi
  if [ -n "$hosts" ]; then
    [ -n "$from" ] || note '!!' keys "line $2 accepts the key only from some addresses (from=): $hosts"
    case $(awk "$NET"'BEGIN { print list_fits(ARGV[1], ARGV[2]) }' "${from:-none}" "$hosts") in
      (-1) shut="$1, line $2, has the key, but sshd cannot read its from=\"$hosts\": a network has bits after its prefix."; return 0 ;;
      (0) [ -z "$from" ] || { shut="$1, line $2, has the key, but its from=\"$hosts\" does not allow $from."; return 0; } ;;
    esac
  fi
  case $NL$bad_files in (*"$NL$1$NL"*) good=$1 ;; (*) good=$1 good_file=$1 ;; esac
}

look_at_revocation() { # RevokedKeys: the list names the key, or cannot be read, which revokes all keys
  revoked=$(one revokedkeys none); [ "$revoked" != none ] && [ -n "$user_id" ] || return 0
  if [ ! -e "$revoked" ]; then shut="RevokedKeys of sshd_config names $revoked, which does not exist: sshd then refuses every key." good='' good_file=''
    return 0
  fi
  text=$(quick sh -c "$OPENED" sh "$revoked" any 2>/dev/null </dev/null | tr '\000' '?')
  case $text in
    (opened*) text=${text#opened}; text=${text#"$NL"} ;;
    (*) unseen "Whether the key is revoked: $revoked cannot be read by you, or is not a regular file."; return 0 ;;
  esac
  [ ${#text} -lt 1000000 ] || unseen "Whether the key is revoked by $revoked behind the first 1000000 bytes."
  case $text in (SSHKRL*) unseen "Whether the key is revoked: ask with ssh-keygen -Q -f $revoked KEY.pub" ;; (*)
    case $(say "$text" | quick ssh-keygen -l -E sha256 -f - 2>/dev/null) in (*"$fingerprint "*)
      [ -z "$fingerprint" ] || { shut="The key is in $revoked, the list of RevokedKeys."; good='' good_file=''; } ;;
    esac ;;
  esac
}

judge_keys() { # the verdict on files and keys together
  if [ -n "$path_bad" ] && [ -z "$good_file" ]; then
    certainty=proved; [ -n "$fingerprint" ] || [ "$(say "$present")" = "$(say "$bad_files")" ] || certainty=possible
    found home-permissions $certainty "$(one_line "$path_bad")"
  fi
  if [ -n "$good" ]; then note ok keys "the offered key is in $good, and the line allows it"; look_at_key_type
  elif [ -n "$shut" ]; then found key-restricted proved "$shut"
  elif [ -n "$command_bad" ]; then
    certainty=proved; [ -z "$closed" ] || certainty=possible
    found_by_settings key-command-fails $certainty "$command_bad"
  elif [ -z "$present" ]; then return 0
  elif [ -n "$utf16" ]; then found authorized-keys-malformed proved "$utf16"
  elif [ -n "$glued" ]; then found authorized-keys-malformed proved "The offered key is in a broken line: $broken"
  elif [ -n "$broken" ]; then
    certainty=possible; [ -z "$fingerprint" ] || certainty=likely
    found authorized-keys-malformed $certainty "$broken"
  elif [ -n "$fingerprint" ] && [ -z "$closed" ]; then
    certainty=proved; [ "$command$trusted" = nonenone ] || certainty=possible
    found key-not-listed $certainty "None of the $key_count keys has the fingerprint $fingerprint.${commented:+ It is there behind a #: $commented.}"
  fi
}

look_at_key_type() { # RequiredRSASize, and PubkeyAcceptedAlgorithms with its name before OpenSSH 8.5
  least=$(one requiredrsasize "$(one rsaminsize 0)")
  accepted=$(one pubkeyacceptedalgorithms "$(one pubkeyacceptedkeytypes '')")
  case $hit_type in
    ('(RSA)') wanted='ssh-rsa|rsa-sha2-256|rsa-sha2-512' ;;
    ('(ECDSA)') wanted='ecdsa-sha2-nistp[0-9]+' ;;
    ('(ED25519)') wanted=ssh-ed25519 ;;
    (*) return 0 ;;
  esac
  case $hit_bits$least in (*[!0-9]*) least=0 ;; esac
  if [ "$hit_type" = '(RSA)' ] && [ "$hit_bits" -lt "$least" ]; then
    found_by_settings key-type-refused proved "The key is listed and has $hit_bits bits, and sshd refuses RSA keys with less than $least (RequiredRSASize)."
  elif [ -n "$accepted" ] && ! say "$accepted" | grep -qE "(^|,)($wanted)(,|\$)"; then
    found_by_settings key-type-refused proved "The key is listed, and sshd accepts no keys of its type $hit_type (PubkeyAcceptedAlgorithms)."
  else note ok keys "sshd accepts keys of this type and length: $hit_type, $hit_bits bits"; fi
}

look_at_selinux() {
  has getenforce && [ -n "$present" ] || return 0
  mode=$(quick getenforce 2>/dev/null); note -- selinux "SELinux is ${mode:-unknown}"
  [ "$mode" = Enforcing ] || return 0
  IFS=$NL
  for each in "$home/.ssh" $present; do
    case $(state_of "$each") in (file|program|folder) ;; (*) continue ;; esac
    label=$(quick matchpathcon -V "$each" 2>/dev/null)
    case $label in
      (*'verified'*) ;;
      (*'should be'*) note '!!' selinux "$label"; has_found selinux-context || found selinux-context proved "$label" ;;
      (*) # shellcheck disable=SC2012 # the label is before the name
        label=$(quick ls -dZ "$each" 2>/dev/null | awk '{ for (k = 1; k <= NF; k++) if ($k ~ /:.*:/) { print $k; exit } }')
        case $label in (''|*:ssh_home_t:*) ;; (*) has_found selinux-context || found selinux-context likely "$each has the label $label, not ssh_home_t." ;; esac ;;
    esac
  done
  unset IFS
}
