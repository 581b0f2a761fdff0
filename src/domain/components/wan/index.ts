/** The links between sites: faults change them, nothing follows by itself. */
import { defineComponent } from '../component.js';
import { WAN_TABLE } from './state.js';

export const WAN = defineComponent({
  table: WAN_TABLE,
  work: {},
  instances: ({ machines: { wan }, deployment }) => deployment.links.map(() => ({ machine: wan, start: wan.initial })),
});
