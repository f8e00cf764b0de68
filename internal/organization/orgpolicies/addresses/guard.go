// SPDX-License-Identifier: MPL-2.0

package addresses

import "net/netip"

// Allowlist is what is known of an allowlist that is about to be: all of it before a write, and perhaps only a part of it in a plan.
type Allowlist struct {
	// Enabled says whether the allowlist is to be on. It means nothing if EnabledUnknown.
	Enabled, EnabledUnknown bool
	// In are the addresses that are let in. InUnknown says that there may be more of them.
	In        []string
	InUnknown bool
	// MustAllow are the addresses that have to be let in. MustAllowUnknown says that there may be more of them.
	MustAllow        []string
	MustAllowUnknown bool
	// Before is what the allowlist is until then. It is nil for one that is new.
	Before *Before
	// Reaches says that the allowlist is to apply to something that it does not apply to yet. ReachUnknown says that it perhaps does so.
	Reaches, ReachUnknown bool
}

// Before is what an allowlist is before a change. Its addresses that have to be let in protect themselves: to let go of one of them, and
// to shut it out, takes two changes.
type Before struct {
	// Enabled says whether the allowlist is on. In are the addresses that it lets in.
	Enabled bool
	In      []string
	// MustAllow are the addresses that had to be let in.
	MustAllow []string
}

// Verdict is what the guard says. Only one without anything in it lets a change pass.
type Verdict struct {
	// Shut are the addresses that would be shut out.
	Shut []Shut
	// Undecided says that it is not known yet whether there are more of them. A plan can go on. A write cannot.
	Undecided bool
}

// Passes reports whether nothing is shut out, and that this is certain.
func (v Verdict) Passes() bool { return len(v.Shut) == 0 && !v.Undecided }

// Shut is something that has to be let in, and would not be.
type Shut struct {
	// Text is how it is written.
	Text string
	// Missing are the addresses of it that would be shut out. It is empty if the text is no address, so that nothing can let it in.
	Missing Set
	// Before says that only the allowlist as it was had to let it in.
	Before bool
}

// Guard tells what an allowlist would shut out although it has to let it in. What is not known never counts as let in.
func Guard(planned Allowlist) Verdict {
	if !planned.Enabled && !planned.EnabledUnknown {
		return Verdict{}
	}
	in, _ := ReadSet(planned.In) // what is no address lets nobody in
	verdict := Verdict{Undecided: planned.MustAllowUnknown}
	seen := make(map[string]bool, len(planned.MustAllow))
	for _, text := range planned.MustAllow {
		seen[Key(text)] = true
		verdict.add(planned, Shut{Text: text}, in, nil)
	}
	if planned.Before != nil {
		for _, text := range planned.Before.MustAllow {
			if !seen[Key(text)] {
				verdict.add(planned, Shut{Text: text, Before: true}, in, planned.letIn(planned.Reaches))
			}
		}
	}
	return verdict
}

// mayLetIn is what the allowlist perhaps lets in until the change.
func (a Allowlist) mayLetIn() Set { return a.letIn(a.Reaches || a.ReachUnknown) }

// letIn is what the allowlist lets in until the change, as far as that matters: where it is off, or reaches further than before, it is
// everything, and so it is where not all of it can be read.
func (a Allowlist) letIn(reaches bool) Set {
	if a.Before == nil || !a.Before.Enabled || reaches {
		return everything
	}
	in, others := ReadSet(a.Before.In)
	if len(others) > 0 {
		return everything
	}
	return in
}

// Narrows reports whether a change may shut out somebody who is let in until then.
func (a Allowlist) Narrows() bool {
	if !a.Enabled && !a.EnabledUnknown {
		return false
	}
	in, _ := ReadSet(a.In)
	return len(a.mayLetIn().Without(in)) > 0
}

// ShutsOut reports whether a change shuts out an address, or a part of a block, that is let in until then. It may do so where the
// addresses, or whether the allowlist is on, are not known yet.
func (a Allowlist) ShutsOut(block netip.Prefix) bool {
	if !a.Enabled && !a.EnabledUnknown {
		return false
	}
	in, _ := ReadSet(a.In)
	return len(Set{block}.Without(in).both(a.mayLetIn())) > 0
}

var everything = Set{netip.PrefixFrom(netip.IPv4Unspecified(), 0), netip.PrefixFrom(netip.IPv6Unspecified(), 0)}

// add judges one text. Of one that had to be let in until now, only what is let in until now counts.
func (v *Verdict) add(planned Allowlist, text Shut, in, already Set) {
	block, err := Read(text.Text)
	if err == nil {
		text.Missing = Set{block}.Without(in)
		if text.Before {
			certain := text.Missing.both(already)
			if len(certain) == 0 && len(text.Missing) > 0 && planned.ReachUnknown { // shut out already, but perhaps not where the allowlist comes to apply
				v.Undecided = true
			}
			text.Missing = certain
		}
		if len(text.Missing) == 0 {
			return
		}
	}
	if planned.EnabledUnknown || planned.InUnknown && err == nil {
		v.Undecided = true
		return
	}
	v.Shut = append(v.Shut, text)
}

// both is what is in this set and in another one.
func (s Set) both(other Set) Set { return s.Without(s.Without(other)) }
