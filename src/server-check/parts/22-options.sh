# ---------------------------------------------------------------- the options

usage() {
  say 'Usage: sh server-check.sh [options]     (it only reads; with sudo it sees more)
  --port N               port that the client connects to (22)
  --user NAME            account that the client logs in to
  --from ADDRESS         address that the client comes from (IPv4 or IPv6)
  --key-fingerprint F    SHA256:... of the key that the client offers (ssh-keygen -lf KEY.pub)
  --within SECONDS       time limit, 1 to 999 (30)
  --json                 one JSON object instead of text and block
  --help'
}

read_options() {
  port=22 user='' from='' fingerprint='' seconds=30 json=no
  while [ $# -gt 0 ]; do
    case $1 in
      (--help|-h) usage; exit 0 ;;
      (--json) json=yes; shift; continue ;;
      (--port=*|--user=*|--from=*|--key-fingerprint=*|--within=*) option=${1%%=*} value=${1#*=}; shift ;;
      (--port|--user|--from|--key-fingerprint|--within)
        [ $# -gt 1 ] || bad_option "$1 needs a value"
        option=$1 value=$2; shift 2 ;;
      (*) bad_option "unknown option: $1" ;;
    esac
    case $option in
      (--port) port=$value ;;
      (--user) user=$value ;;
      (--from) from=$value ;;
      (--key-fingerprint) fingerprint=$value ;;
      (--within) seconds=$value ;;
    esac
    [ -n "$value" ] || bad_option "$option needs a value"
  done
  case $port in (*[!0-9]*|0*|??????*) bad_option "--port is a number from 1 to 65535, not: $port" ;; esac
  [ "$port" -le 65535 ] || bad_option "--port is a number from 1 to 65535, not: $port"
  case $seconds in (*[!0-9]*|0*|????*) bad_option "--within is a number from 1 to 999, not: $seconds" ;; esac
  case $user in (-*|*[!A-Za-z0-9._@+\\\$-]*) bad_option "--user is not a login name: $user" ;; esac
  case $fingerprint in
    ('') ;;
    (SHA256:*) fingerprint=${fingerprint%=}; [ ${#fingerprint} = 50 ] || bad_option '--key-fingerprint has SHA256: and 43 characters' ;;
    (*) bad_option '--key-fingerprint begins with SHA256: (ssh-keygen -lf KEY.pub prints it)' ;;
  esac
  case $fingerprint in (*[!A-Za-z0-9:+/]*) bad_option '--key-fingerprint has a character that is not base64' ;; esac
  [ -z "$from" ] || [ "$(awk "$NET"'BEGIN { print ok(ARGV[1]) }' "$from")" = 1 ] ||
    bad_option "--from is an IPv4 or IPv6 address, not: $from"
  user_v=$(escaped "$user")
}
