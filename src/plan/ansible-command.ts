import { type CommandEntry, entry, valueEntry } from './destination'
import type { ScriptWord } from './script-word'

/** What an option of ansible says, by its name. Source: ansible-core 2.20, lib/ansible/cli/arguments/option_helpers.py. */
const options: Readonly<Record<string, CommandEntry['input'] | 'inventory'>> = {
  ...{ '-i': 'inventory', '--inventory': 'inventory', '--inventory-file': 'inventory' },
  ...{ '-u': 'user', '--user': 'user', '--private-key': 'identity', '--key-file': 'identity' },
  ...{ '--ssh-common-args': 'algorithms', '--ssh-extra-args': 'algorithms' },
  ...{ '-e': 'config', '--extra-vars': 'config', '-c': 'config', '--connection': 'config' },
}

/**
 * What `ansible` and `ansible-playbook` say of their connection. Null without an inventory that is one host on the command line
 * (`-i 'example.com,'`): hosts in files are not read.
 */
export function readAnsible(words: readonly ScriptWord[]): readonly CommandEntry[] | null {
  const entries = words.flatMap((word, at): CommandEntry[] => {
    const [, name = word.text, joined] = /^(--[a-z-]+|-[a-z])=?(.+)$/s.exec(word.text) ?? []
    const isOption = (text: string) => Object.hasOwn(options, text)
    const option = isOption(word.text) ? word.text : name
    const kind = isOption(option) ? options[option] : undefined
    const value = option === word.text ? words[at + 1] : { ...word, text: joined ?? '' }
    if (kind === undefined || !value) return []
    if (kind === 'config' || kind === 'algorithms') return [entry(kind, word)]
    if (kind !== 'inventory') return [valueEntry(kind, value, value.text)]
    const host = /^((?:\$\{\{(?:(?!\}\}).)*\}\}|[^,:\s])+),$/s.exec(value.text)?.[1]
    return host === undefined ? [] : [valueEntry('host', value, host)]
  })
  return entries.filter(({ input }) => input === 'host').length === 1 ? entries : null
}
