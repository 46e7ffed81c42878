import { busConformance } from './conformance.js';
import { busTargets } from './support.js';

for (const target of busTargets()) busConformance(target);
