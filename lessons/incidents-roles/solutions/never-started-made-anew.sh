# There is nothing to lose in a service of which nothing runs.
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs delete-service --cluster lab --service status --force  # free: --force
sleep 60
aws ecs create-service --cluster lab --service-name status \
    --launch-type FARGATE --task-definition status --desired-count 2 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
