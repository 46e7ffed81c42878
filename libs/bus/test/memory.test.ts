import { MemoryBroker } from '../src/memory/memory-broker.js';
import { MemoryBus } from '../src/memory/memory-bus.js';
import { busConformance } from './conformance.js';

const broker = new MemoryBroker();
busConformance({ name: 'memory', bus: () => new MemoryBus(broker) });
