/** What the deploy stage saw: the directory, the programs, the clock. */
import { clockDistance } from '../causes/readings/clock-distance'
import { sizeText } from '../causes/readings/size-text'
import type { ClockFacts, CommandsFacts, DeployFacts, TargetFacts } from '../facts'
import { list, literal, say, type Words } from '../text/words'
import type { Fact } from '../facts/fact'

const shownCommands = 8

/** `/var/www/site is writable, 41 GB free; rsync, git found`: what was asked for, then the clock where it is off. */
export function deploy(facts: DeployFacts): Words {
  const parts = [
    part(facts.target, target, 'target'),
    part(facts.commands, commands, 'programs'),
    facts.clock.state === 'observed' ? clock(facts.clock.value) : [],
  ].filter((words) => words.length > 0)
  return list(parts, '; ')
}

/** Nothing for what nobody asked for. */
function part<T>(fact: Fact<T>, words: (value: T) => Words, name: string): Words {
  if (fact.state === 'observed') return words(fact.value)
  if (fact.state === 'failed')
    return say`the check of ${literal(name)} failed: ${fact.error.message}`
  return fact.why === 'not-needed' ? [] : literal(`${name} not checked`)
}

function target({ path, kind, writable, readOnly, disk }: TargetFacts): Words {
  const states = {
    file: 'is no directory',
    'dangling-link': 'is a link to nothing',
    missing: 'is not there',
    hidden: 'cannot be reached',
  }
  const state =
    kind !== 'directory'
      ? states[kind]
      : readOnly === true
        ? 'is on a read-only disk'
        : writable === null
          ? 'is there'
          : writable
            ? 'is writable'
            : 'is not writable'
  const free = disk === null ? literal('') : literal(`, ${sizeText(disk.freeBytes)} free`)
  return say`${path} ${literal(state)}${free}`
}

function commands({ commands: all }: CommandsFacts): Words {
  const names = (found: boolean) =>
    all.filter((each) => isFound(each) === found).map(({ name }) => say`${name}`)
  const shown = (words: readonly Words[]) =>
    words.length <= shownCommands
      ? list(words)
      : say`${list(words.slice(0, shownCommands))} and ${words.length - shownCommands} more`
  const [there, lost] = [names(true), names(false)]
  return list(
    [
      ...(there.length === 0 ? [] : [say`${shown(there)} found`]),
      ...(lost.length === 0 ? [] : [say`${shown(lost)} not found`]),
    ],
    '; ',
  )
}

const isFound = (command: CommandsFacts['commands'][number]) =>
  command.path !== null || command.inShell === true

function clock(facts: ClockFacts): Words {
  const { leastMs, text, ahead } = clockDistance(facts)
  return literal(leastMs < 1000 ? 'clock right' : `clock ${text} ${ahead ? 'ahead' : 'behind'}`)
}
