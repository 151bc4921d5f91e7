# Another name, and a managed policy that more roles can share.
ROLE=$(aws iam create-role --role-name sales --assume-role-policy-document file://trust.json --query Role.Arn --output text)  # free: sales
POLICY=$(aws iam create-policy --policy-name save-reports --query Policy.Arn --output text --policy-document \
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::shop-reports/*"}]}')  # free: save-reports
aws iam attach-role-policy --role-name sales --policy-arn $POLICY
aws ecs register-task-definition --cli-input-json file://report.json --task-role-arn $ROLE
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition report \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
