export { clock, count, counted, duration } from '../../core/figures.js';
