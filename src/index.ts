#!/usr/bin/env node
import { runInTerminal } from './cli'
import { runAction } from './main'

const words = process.argv.slice(2)
const isStep = process.env['GITHUB_ACTIONS'] === 'true' && words.length === 0
void (isStep ? runAction() : runInTerminal(words))
