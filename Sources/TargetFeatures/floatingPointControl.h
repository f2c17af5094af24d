/// How x86's vector unit rounds and what it takes for 0: the register MXCSR. Swift has no such functions.
static inline unsigned int floatingPointControl(void) { return __builtin_ia32_stmxcsr(); }
static inline void setFloatingPointControl(unsigned int control) { __builtin_ia32_ldmxcsr(control); }
