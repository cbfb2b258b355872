import { LegacyTable } from './table';

// LegacyTable in a comment
export const table = new LegacyTable();
export const label = 'LegacyTable';
