-- Nothing but a comment.
;;