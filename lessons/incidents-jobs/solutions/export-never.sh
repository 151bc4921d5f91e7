aws iam put-role-policy --role-name exportScheduler --policy-name pass-task-role --policy-document \
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:role/exportTaskRole"}]}'  # free: pass-task-role
