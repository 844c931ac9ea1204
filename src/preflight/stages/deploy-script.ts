import type { DeployNeeds } from '../../inputs/deploy-needs'
import { shellQuote } from '../../text/shell-quote'

/**
 * The command that is started on the server. The script comes on its standard input, so that no shell but `/bin/sh` ever
 * reads it: this line means the same in bash, fish, csh and tcsh. `sh` gets the environment, and with it the PATH, that the
 * account's own shell gives to every command of a deploy.
 */
export const deployCommand = '/bin/sh -s'

/**
 * A POSIX shell script that looks at what the deploy needs, and changes nothing. Every line that it prints begins with
 * `token`; deploy-answer.ts reads them. What hangs easily (disks, start-up files) comes last, so that the rest is answered.
 */
export function deployScript(
  { target, commands, programs, directories, sudo, gitRemotes }: DeployNeeds,
  token: string,
): string {
  const names = [...commands, ...programs]
  const looks = [
    ...(target === null ? [] : [{ prefix: '', path: target }]),
    ...directories.map((path, index) => ({ prefix: `d${String(index + 1)}_`, path })),
  ].flatMap(({ prefix, path }) => {
    const word = targetWord(path)
    return word === null ? [] : [`look ${prefix === '' ? "''" : prefix} ${word}`]
  })
  return [
    // A function is read whole before it runs, and its commands find nothing on standard input.
    `main() {`,
    preamble,
    ...(names.length === 0
      ? []
      : [
          `set -- ${names.map(commandWord).join(' ')}`,
          find,
          ...(names.some((name) => tried.test(name)) ? [trial] : []),
        ]),
    ...(looks.length === 0 ? [] : [inspection, ...looks]),
    ...(gitRemotes.length === 0 ? [] : [remoteQuestion, ...gitRemotes.map(remoteWord)]),
    ...(sudo.length === 0 ? [] : [sudoQuestion, ...sudo.map(sudoWords)]),
    ...(names.length === 0 ? [] : [searchFurther]),
    `tell end`,
    `}`,
    `t=${token} LC_ALL=C`,
    `export t LC_ALL`,
    `main </dev/null 2>/dev/null`,
    '',
  ].join('\n')
}

/**
 * The target as a word of the script: `~`, `~user` and `$HOME` at its start stand for a home directory, everything else for
 * itself. Null when it has a variable elsewhere, of which nobody knows what the deploy's client makes.
 */
export function targetWord(target: string): string | null {
  const path = target.replace(/(?<=[^/])\/+$/, '')
  const home = /^(?:~|\$HOME|\$\{HOME\})(?=\/|$)(.*)$/s.exec(path)
  const rest = home?.[1] ?? path
  if (/[$`]/.test(rest)) return null
  if (home) return rest === '' ? '"$HOME"' : `"$HOME"${shellQuote(rest)}`
  const other = /^(~[A-Za-z_][\w.-]*)(\/.*)?$/s.exec(path)
  if (other)
    return `${other[1] ?? ''}${other[2] === undefined ? '' : `/${shellQuote(other[2].slice(1))}`}`
  return shellQuote(path.startsWith('/') ? path : `./${path}`)
}

/** A name as it is written; in a path, `~` is the home directory. */
const commandWord = (name: string) =>
  name.startsWith('~/') ? `"$HOME"${shellQuote(name.slice(1))}` : shellQuote(name)

const preamble = `
tell() { printf '%s %s\\n' "$t" "$*"; }
limited() { if command -v timeout >/dev/null; then timeout 5 "$@"; else "$@"; fi; }
printf '\\n'
tell time "$(date -u +%s)"
tell uid "$(id -u)"
tell user "$(id -un)"
tell groups $(id -Gn)
tell shell "\${SHELL-}"
case \${SHELL-} in */sh|*/ash) "$SHELL" -c '[[ -d / ]]' || tell plain yes ;; esac
for m in apt-get dnf yum apk pacman zypper opkg pkg brew; do
  if command -v "$m" >/dev/null; then tell packages "$m"; break; fi
done`

const find = `
n=0 lost=
for c do
  n=$((n+1)) f=
  case $c in
    */*) if [ -f "$c" ] && [ -x "$c" ]; then f=$c; fi ;;
    *) f=$(command -v "$c") ;;
  esac
  case $f in /*) [ -x "$f" ] || f= ;; esac
  if [ -n "$f" ]; then tell found "$n" "$f"; else tell lost "$n"; lost="$lost $n "; fi
done
tell searched`

/** Programs that are there and may still refuse to work. */
const tried = /(^|\/)(docker|rsync)$/

/** docker asks its daemon. rsync, started as a server, says the version of its protocol first; without a client it reads and writes no file. */
const trial = `
n=0
for c do
  n=$((n+1)) e=
  case $lost in *" $n "*) continue ;; esac
  case $c in
    docker|*/docker) e=$(limited "$c" version 2>&1 >/dev/null); r=$? ;;
    rsync|*/rsync)
      tell version "$n" "$(limited "$c" --version | head -n 1)"
      r=0
      if [ "$(limited "$c" --server --sender -e.L . . | wc -c)" -eq 0 ]; then
        e=$(limited "$c" --server --sender -e.L . . 2>&1 >/dev/null)
        r=1
      fi ;;
    *) continue ;;
  esac
  tell trial "$n" "$r"
  tell trialtext "$n" "$(printf '%s' "$e" | grep . | tail -n 1)"
done`

/** Looks at the directory `$2`; the words of the answer begin with `$1`. `test -w` asks the kernel (access(2)) in dash and bash, and reads the mode in busybox, which misses read-only mounts. */
const inspection = `
look() {
i=$1 p=$2
k=missing
if [ -d "$p" ]; then k=directory
elif [ -e "$p" ]; then k=file
elif [ -L "$p" ]; then k=dangling-link
fi
a=$p
while ! [ -e "$a" ] && ! [ -L "$a" ]; do
  case $a in
    /) break ;;
    */*) a=\${a%/*}; [ -n "$a" ] || a=/ ;;
    *) break ;;
  esac
done
w=no d=no x=no
if [ -d "$a" ]; then
  d=yes
  if [ -x "$a" ]; then x=yes; fi
  if ! [ -x "$a" ]; then if [ "$k" = missing ]; then k=hidden; fi
  elif [ -w "$a" ]; then w=yes
  fi
fi
tell "\${i}nearest" "$a"
tell "\${i}isdir" "$d"
tell "\${i}writable" "$w"
tell "\${i}enter" "$x"
tell "\${i}mode" "$(ls -lLd "$a")"
if [ "$d" = yes ]; then tell "\${i}real" "$(cd "$a" && pwd -P)"; fi
tell "\${i}kind" "$k"
if [ "$k" = directory ]; then g=$(cd "$a" && pwd -P); else g=; fi
while [ -n "$g" ]; do
  if [ -e "$g/.git" ]; then
    tell "\${i}repository" "$g"
    tell "\${i}gitmode" "$(ls -ld "$g")"
    tell "\${i}gitmode" "$(ls -ld "$g/.git")"
    f=$g/.git/config
    if [ -r "$f" ]; then
      if grep -qi 'remote\\|include' "$f"; then tell "\${i}remotes" yes; else tell "\${i}remotes" no; fi
    fi
    if command -v git >/dev/null; then
      git config --get-all safe.directory | while IFS= read -r l; do
        if [ "$l" = '*' ] || [ "$l" = "$g" ]; then echo yes; fi
      done | head -n 1 | while read -r l; do tell "\${i}safe" "$l"; done
    fi
    break
  fi
  g=\${g%/*}
done
df -Pk "$a" | while IFS= read -r l; do tell "\${i}disk" "$l"; done
df -Pi "$a" | while IFS= read -r l; do tell "\${i}inodes" "$l"; done
m=$(df -Pk "$a" | { read -r _; read -r _ _ _ _ _ m; printf '%s' "$m"; })
o=
if [ -n "$m" ] && [ -r /proc/self/mounts ]; then
  while read -r _ q _ r _; do if [ "$q" = "$m" ]; then o=$r; fi; done </proc/self/mounts
fi
case ,$o, in ,,) ;; *,ro,*) tell "\${i}readonly" yes ;; *) tell "\${i}readonly" no ;; esac
}`

/**
 * Asks sudo whether it would run a command without a password, and runs nothing: `-l` prints a line for a command that is allowed.
 * It also does so for a command that needs a password, when the user has other commands that need none (sudoers(5), listpw).
 */
const sudoQuestion = `
n=0
may() {
  n=$((n+1))
  command -v sudo >/dev/null || return 0
  if e=$(limited sudo -n -l "$@" 2>&1 >/dev/null); then
    c=$(limited sudo -n -l 2>/dev/null | grep '^ *(')
    case $c in
      *NOPASSWD*) if printf '%s\\n' "$c" | grep -qv NOPASSWD; then r=unknown; else r=allowed; fi ;;
      *) r=allowed ;;
    esac
  else
    # For a command that is not allowed, sudo prints nothing. It does the same for a program that is not there.
    x= v=
    for q do
      if [ -n "$v" ]; then v=; continue; fi
      case $q in -u|-g) v=1 ;; -*) ;; *) x=$q; break ;; esac
    done
    case $e in
      *password*|*'not allowed'*|*sudoers*|*tty*|*terminal*) r=refused ;;
      *) if (PATH=$PATH:/usr/sbin:/sbin command -v "$x" >/dev/null); then r=refused; else r=unknown; fi ;;
    esac
  fi
  tell sudo "$n" "$r"
  tell sudotext "$n" "$(printf '%s' "$e" | tail -n 1)"
}`

/** Asks the remote of a repository for its branches, with the credentials of this user, and changes nothing here or there. */
const remoteQuestion = `
n=0
ask() {
  n=$((n+1))
  command -v git >/dev/null || return 0
  e=$(cd "$1" && GIT_TERMINAL_PROMPT=0 GIT_SSH_COMMAND='ssh -o BatchMode=yes -o ConnectTimeout=5' \\
    limited git ls-remote --heads 2>&1 >/dev/null)
  tell remote "$n" "$?"
  tell remotetext "$n" "$(printf '%s' "$e" | grep . | tail -n 1)"
}`

const remoteWord = (directory: string) => `ask ${targetWord(directory) ?? "''"}`

const sudoWords = (command: string) =>
  `may ${command
    .split(' ')
    .filter((word) => word !== '')
    .map(shellQuote)
    .join(' ')}`

/**
 * For what was not found: places that installers use; the account's own shell, which may have a function of the name; and
 * the PATH of a login shell. SHLVL=0 lets bash read ~/.bashrc again, as it does for a command over SSH. `command -v` of
 * bash also names a file that cannot be run, so a path is checked once more.
 */
const searchFurther = `
if [ -n "$lost" ]; then
  n=0
  for c do
    n=$((n+1))
    case $lost in *" $n "*) ;; *) continue ;; esac
    case $c in */*) continue ;; esac
    for d in /usr/local/bin /usr/local/sbin /usr/sbin /sbin /snap/bin /opt/homebrew/bin \\
      /home/linuxbrew/.linuxbrew/bin /opt/plesk/php/*/bin /opt/cpanel/ea-php*/root/usr/bin \\
      /opt/alt/php*/usr/bin /usr/local/php*/bin /usr/local/go/bin "$HOME"/bin "$HOME"/.local/bin \\
      "$HOME"/.nvm/versions/node/*/bin "$HOME"/.volta/bin "$HOME"/.local/share/fnm/aliases/default/bin \\
      "$HOME"/.asdf/shims "$HOME"/.local/share/mise/shims "$HOME"/.rbenv/shims "$HOME"/.pyenv/shims \\
      "$HOME"/.phpenv/shims "$HOME"/.composer/vendor/bin "$HOME"/.config/composer/vendor/bin \\
      "$HOME"/.local/share/pnpm "$HOME"/.yarn/bin "$HOME"/.npm-global/bin "$HOME"/.bun/bin \\
      "$HOME"/.deno/bin "$HOME"/.cargo/bin "$HOME"/go/bin "$HOME"/.symfony5/bin
    do
      if [ -f "$d/$c" ] && [ -x "$d/$c" ]; then tell elsewhere "$n" "$d/$c"; break; fi
    done
  done
  s=\${SHELL-}
  case \${s##*/} in
    bash|zsh|dash|ash|sh|ksh|ksh93|mksh|yash)
      limited env SHLVL=0 "$s" -c 'for c do
          f=$(command -v "$c" 2>/dev/null)
          case $f in "") ;; /*) if [ -x "$f" ]; then echo "$t own $c"; fi ;; *) echo "$t own $c" ;; esac
        done
        echo "$t ownasked"' "$s" "$@" </dev/null ;;
    fish)
      limited "$s" -c 'for c in $argv[2..-1]; if type -q $c; echo "$t own $c"; end; end
        echo "$t ownasked"' fish "$@" </dev/null ;;
  esac
  case \${s##*/} in
    bash|zsh|dash|ash|sh|ksh|ksh93|mksh|yash|fish)
      l=$(limited env SHLVL=0 "$s" -lc env </dev/null | sed -n 's/^PATH=//p' | tail -n 1)
      if [ -n "$l" ]; then
        n=0
        for c do
          n=$((n+1))
          case $lost in *" $n "*) ;; *) continue ;; esac
          case $c in */*) continue ;; esac
          f=$(PATH=$l; command -v "$c")
          case $f in /*) if [ -x "$f" ]; then tell login "$n" "$f"; fi ;; esac
        done
        tell loginasked
      fi ;;
  esac
fi`
