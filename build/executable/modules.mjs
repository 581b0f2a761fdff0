// The modules of the program that are started or imported by their URL, by the names of their files in dist/. In a bundle of the
// program there is all of them (program.mjs); here is the form.
export const MODULES = {};
