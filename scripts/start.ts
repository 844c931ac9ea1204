/**
 * `npm start`: the action against SSH servers inside this process, healthy and broken, with its log here and its summaries
 * as pages to look at. `npm start -- user@host -p 2222 -i key` checks a real host with the same bundle.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ActionRun } from '../__tests__/fake-runner/run-action'
import { scenarios } from './demo/scenarios'
import { summaryPage } from './summary-page'

/** A function, as ncc would treat a literal path as an asset and run its own copy. */
const inRepository = (path: string) => resolve(path)

const bundle = inRepository('dist/index.js')
const folder = 'preflight-demo'

/** Returns the exit code. */
async function start(words: readonly string[]): Promise<number> {
  if (!existsSync(bundle)) {
    print('dist/index.js is missing: build it with `npm run package`')
    return 2
  }
  return words.length > 0 ? runInTerminal(words) : demo()
}

/** The terminal command on a real host. */
function runInTerminal(words: readonly string[]): Promise<number> {
  return new Promise((resolve_, reject) => {
    const child = spawn(process.execPath, [bundle, ...words], { stdio: 'inherit' })
    child.on('error', reject)
    child.on('close', (code) => {
      resolve_(code ?? 1)
    })
  })
}

async function demo(): Promise<number> {
  mkdirSync(folder, { recursive: true })
  const summaries: string[] = []
  for (const [index, { name, title, run }] of scenarios.entries()) {
    const heading = `${String(index + 1)} of ${String(scenarios.length)}: ${title}`
    print(`${'='.repeat(80)}\n${heading}\n${'='.repeat(80)}\n`)
    const step = await run()
    print(logOf(step))
    writeFileSync(join(folder, `${name}.md`), step.summary)
    writeFileSync(join(folder, `${name}.html`), summaryPage(title, step.summary))
    summaries.push(`# ${heading}\n\n${step.summary}`)
  }
  const all = join(folder, 'index.html')
  writeFileSync(all, summaryPage('SSH Preflight', summaries.join('\n\n')))
  print(`${'='.repeat(80)}\nThe job summaries, as GitHub shows them: ${resolve(all)}`)
  print(`(and each as Markdown and HTML in ${folder}/)`)
  print('On a real host: npm start -- user@host -p 22 -i ~/.ssh/id_ed25519')
  return 0
}

/** What GitHub shows of the step: its log without the lines that register masks, its annotations, its result. */
function logOf({ log, annotations, outputs, exitCode, ms }: ActionRun): string {
  const marks = annotations.map(({ level, file, line, title, message }) => {
    const place = file === null ? '' : ` ${file}${line === null ? '' : `:${String(line)}`}`
    return `\n[${level}]${place} ${title ?? ''}\n${message}\n`
  })
  const { result = '', cause = '' } = outputs
  const end = `\nresult=${result} cause=${cause} exit=${String(exitCode)} (${String(ms)} ms)\n`
  return [folded(log), ...marks, end].join('\n')
}

/** The log with its groups folded, and without the lines that register masks or repeat an annotation. */
function folded(log: string): string {
  return log
    .replace(/^::add-mask::\*\*\*\n/gm, '')
    .replace(/^##\[group\](.*)\n([^]*?)^##\[endgroup\]\n/gm, (_, title: string, body: string) => {
      const lines = body.split('\n').length - 1
      return `> ${title} (${String(lines)} lines, folded)\n`
    })
    .replace(/^##\[(?:error|warning|notice)\][^]*$/m, '')
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

start(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error)
    process.exitCode = 3
  },
)
