/**
 * What systemd answers, recorded: it cannot be the first process in the lab. The forms are those of systemctl(1) and
 * org.freedesktop.systemd1(5): one block for each unit, an empty line between blocks, one `Listen=` line for each address,
 * properties in systemd's own order (not in the order asked for).
 */

/** Shell lines that make the system look as if systemd ran it, and that let `systemctl show` give these blocks. */
export function systemd(...units: readonly string[]): string {
  const cases = units.map((unit) => {
    const id = /^Id=(.*)$/m.exec(unit)?.[1] ?? ''
    return `(${id}) cat <<'UNIT'\n${unit}\nUNIT\n;;`
  })
  // Some systems of the lab have a real one, in a folder that is searched first.
  return `mkdir -p /run/systemd/system; rm -f /usr/bin/systemctl
cat > /usr/local/bin/systemctl <<'PROGRAM'
#!/bin/sh
[ "$1" = show ] || exit 1
first=yes
for unit; do
  case $unit in (*.service|*.socket) ;; (*) continue ;; esac
  [ $first = yes ] || echo
  first=no
  case $unit in
${cases.join('\n')}
(*) printf 'Result=success\\nId=%s\\nLoadState=not-found\\nActiveState=inactive\\nSubState=dead\\nUnitFileState=\\n' "$unit" ;;
  esac
done
PROGRAM
chmod 755 /usr/local/bin/systemctl`
}

/** `ssh.service` of Debian. */
export const service = (active: string, sub: string, enabled: string, result = 'success'): string =>
  `Result=${result}
Id=ssh.service
LoadState=${enabled === 'masked' ? 'masked' : 'loaded'}
ActiveState=${active}
SubState=${sub}
UnitFileState=${enabled}`

/** `ssh.socket` of Ubuntu 22.10 and later. */
export const socket = (active: string, ...listen: readonly string[]): string =>
  `${listen.map((address) => `Listen=${address} (Stream)\n`).join('')}Result=success
Id=ssh.socket
LoadState=loaded
ActiveState=${active}
SubState=${active === 'active' ? 'running' : 'dead'}
UnitFileState=enabled`

/** SELinux, recorded: libselinux's getenforce(8) and `matchpathcon -V` (matchpathcon(8)), which need its kernel. */
export function selinux(mode: 'Enforcing' | 'Permissive', label: string): string {
  return `printf '#!/bin/sh\\necho ${mode}\\n' > /usr/local/bin/getenforce
cat > /usr/local/bin/matchpathcon <<'PROGRAM'
#!/bin/sh
if [ "${label}" = ssh_home_t ]; then echo "$2 verified."; exit 0; fi
echo "$2 has context unconfined_u:object_r:${label}:s0, should be unconfined_u:object_r:ssh_home_t:s0"
exit 1
PROGRAM
chmod 755 /usr/local/bin/getenforce /usr/local/bin/matchpathcon`
}
