export class LegacyTable {
  rows = 0;
}
