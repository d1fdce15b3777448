import { configure } from '@testing-library/react';

// What is loaded when it is first needed may take long on a busy machine; what hangs is found all the same.
configure({ asyncUtilTimeout: 15_000 });
