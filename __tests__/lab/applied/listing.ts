import type { System } from '../system'

/** What decides who may log in: accounts, passwords, keys, firewall rules and the configuration, a line for each. */
const list = `
sed 's/^/account /' /etc/passwd; sed 's/^/group /' /etc/group; sed 's/^/shadow /' /etc/shadow
for file in /root/.ssh/authorized_keys /home/*/.ssh/authorized_keys; do
  test ! -e $file || { stat -c 'keys %n %a %U' $file; sed "s|^|keys $file |" $file; }
done
for file in /etc/ssh/sshd_config /etc/ssh/sshd_config.d/*; do sed "s|^|config $file |" $file; done
for file in /etc/ssh/ssh_host_*; do
  test ! -e $file || echo "hostkey $file $(stat -c '%a %U' $file) $(sha256sum < $file)"
done
for file in /etc/hosts.allow /etc/hosts.deny /etc/nologin; do test ! -e $file || sed "s|^|file $file |" $file; done
nft list ruleset 2>/dev/null | sed 's/counter packets [0-9]* bytes [0-9]*//; s/^/rule /' || true
`

/** The listing of a system, sorted by nothing: the order of rules counts. */
export async function listing(system: System): Promise<readonly string[]> {
  return (await system.run(list)).split('\n')
}

/** The lines that only one of two listings has, with `-` or `+` in front. A line that is there twice counts twice. */
export function changesBetween(
  before: readonly string[],
  after: readonly string[],
): readonly string[] {
  return [
    ...without(before, after).map((line) => `- ${line}`),
    ...without(after, before).map((line) => `+ ${line}`),
  ]
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others]
  return lines.filter((line) => {
    const at = left.indexOf(line)
    if (at === -1) return true
    left.splice(at, 1)
    return false
  })
}
