// SPDX-License-Identifier: MPL-2.0

package organization

import "context"

// PresentAddress returns the present address of an account that had a known one. Shown is what Atlassian shows of the account. If it shows
// none, the known address stays, unless another account has it now: then the address is empty.
func (p *People) PresentAddress(ctx context.Context, accountID, shown, known string) (string, error) {
	if shown != "" || known == "" {
		return shown, nil
	}
	person, err := p.ResolveOne(ctx, InAnyDirectory(), known)
	switch {
	case err != nil:
		return known, err
	case person.Standing != Nobody && person.AccountID != accountID:
		return "", nil
	}
	return known, nil
}
