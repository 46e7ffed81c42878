// Writes the lists of SPEC.md anew after spec/behaviour.json changed.
import { writeFileSync } from 'node:fs';
import { readBehaviour } from './behaviour.js';
import { renderSpec, SPEC_FILE } from './spec-document.js';

writeFileSync(SPEC_FILE, renderSpec(readBehaviour()));
