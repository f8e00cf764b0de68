// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/keys"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// revocation is how an action speaks of what it revokes.
type revocation struct {
	// thing is "API key" or "API token".
	thing string
	// id is the attribute that names it, and own the one that names what the provider itself runs with.
	id, own string
	// console is where a person finds it.
	console string
	// replace says how the provider gets another one.
	replace string
}

// refusal is the error about what must not be revoked, or does not exist. It is nil for all other errors.
func (r revocation) refusal(err error) diag.Diagnostic {
	if own, is := errors.AsType[*keys.OwnError](err); is {
		return r.ownRefusal(own)
	}
	switch {
	case errors.Is(err, keys.ErrProtected):
		return diag.NewAttributeErrorDiagnostic(path.Root(r.id), "The "+r.thing+" of a protected account would be revoked", fmt.Sprintf(
			"The person of this %s is in protected_account_ids of the provider block. The provider takes no access from a protected account. "+
				"To revoke it, remove the account from protected_account_ids first, or revoke it in %s.", r.thing, r.console))
	case errors.Is(err, keys.ErrCreatorUnknown):
		return diag.NewAttributeErrorDiagnostic(path.Root(r.id), "The "+r.thing+" of a protected account may be revoked", base.Capitalized(fmt.Sprintf(
			"%v. Nothing is revoked. Check in %s who created it. If it may be revoked, revoke it there.", err, r.console)))
	case meaning.IsNotFound(err):
		return base.FailedAt(path.Root(r.id), "There is no such "+r.thing, fmt.Errorf("%w. If it was revoked already, remove the action", err))
	}
	return nil
}

// ownRefusal refuses what the provider runs with, or may.
func (r revocation) ownRefusal(err *keys.OwnError) diag.Diagnostic {
	named := ""
	if err.Named != "" {
		named = fmt.Sprintf(" %s is %s. That cannot be the one that the provider runs with: Atlassian does not list it here, it has expired, or its scopes cannot revoke keys.", r.own, base.Word(err.Named))
	}
	if err.Certain {
		return diag.NewAttributeErrorDiagnostic(path.Root(r.id), "The provider runs with this "+r.thing, fmt.Sprintf(
			"The provider itself runs with %s %s (%s). Either no other can be the provider's own, or %s names this one.%s Without it, no later request of the provider would work. %s Then revoke this one.",
			r.thing, base.Word(err.ID), base.Quoted(err.Label), r.own, named, r.replace))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(r.id), "The provider may run with this "+r.thing, fmt.Sprintf(
		"The provider itself may run with %s %s (%s), because no API says which one sent a request. The candidates are: %s.%s "+
			"Set %s to the ID of the one that the provider runs with. Its label is in %s. A wrong ID locks the provider out. Nothing is revoked.",
		r.thing, base.Word(err.ID), base.Quoted(err.Label), base.ShortList(err.Candidates), named, r.own, r.console))
}

// outcome is the diagnostic about a revocation that failed, or that does not show.
func (r revocation) outcome(err error) diag.Diagnostic {
	if refused := r.refusal(err); refused != nil {
		return refused
	}
	if _, own := errors.AsType[*keys.OwnRevokedError](err); own {
		return diag.NewErrorDiagnostic("Atlassian no longer accepts the provider's API key", base.Escaped(err.Error())+
			". The key was revoked, and you cannot restore it. Create a new API key in Atlassian Administration under Organization settings > API keys, and use it for the provider.")
	}
	if _, invisible := errors.AsType[*meaning.NotVisibleError](err); invisible {
		return diag.NewWarningDiagnostic("The "+r.thing+" is still in the list", fmt.Sprintf(
			"Atlassian accepted the revocation of the %s, but still lists it. Check in %s whether it is gone. (%s)", r.thing, r.console, base.Escaped(err.Error())))
	}
	return base.Failed("Cannot revoke the "+r.thing, err)
}
