export const declared = "nothing";
