export const imported = ``;
